(async (script, host) => {
  if (!("DecompressionStream" in window)) return;
  const packed = Uint8Array.from(atob("PACKED"), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const unpacked = document.createElement("script");
  unpacked.text = `(() => {${await new Response(stream).text()}})()`;
  script.remove();
  host.append(unpacked); // it runs now, and finds its place as if it had stood there before
})(document.currentScript, document.currentScript.parentElement);
