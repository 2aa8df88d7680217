// A slide that is too large is shrunk until it fits. What would then be too small to read, a long
// program or many questions, scrolls instead (handout.css).
const SMALLEST = 0.6;
const SCROLLED = 0.8;

function fits(slide, zoom) {
  slide.style.setProperty("--zoom", zoom.toFixed(2));
  return slide.scrollHeight <= slide.clientHeight && slide.scrollWidth <= slide.clientWidth;
}

function fit(slide) {
  // Figures take what text and code leave.
  for (const width of [1160, 1060, 960, 860, 700]) {
    slide.style.setProperty("--figure", `${width}px`);
    if (fits(slide, 1)) return;
  }
  for (let zoom = 1; zoom >= SMALLEST; zoom -= 0.02) {
    if (fits(slide, zoom)) return;
  }
  fits(slide, SCROLLED);
}

function fitAll() {
  document.body.classList.add("all-slides"); // what is not shown has no size
  Reveal.getSlides().forEach(fit);
  document.body.classList.remove("all-slides");
}

// The keys up and down scroll while there is something to see, then they move on.
function scroll(direction) {
  const slide = Reveal.getCurrentSlide();
  const before = slide.scrollTop;
  slide.scrollBy(0, direction * 150);
  if (slide.scrollTop !== before) return;
  if (direction > 0) Reveal.next();
  else Reveal.prev();
}

const fitCurrent = () => fit(Reveal.getCurrentSlide());

Reveal.on("ready", fitCurrent);
Reveal.on("slidechanged", fitCurrent);
Reveal.on("pdf-ready", fitAll);
window.addEventListener("beforeprint", fitAll);
// What comes alive, or is opened, makes its slide longer. This event does not bubble.
document.addEventListener("toggle", ({ target }) => fit(target.closest("section")), true);

Reveal.initialize({
  width: 1280,
  height: 720,
  margin: 0,
  center: false,
  hash: true,
  navigationMode: "linear",
  keyboard: { 38: () => scroll(-1), 40: () => scroll(1) },
  slideNumber: "c/t",
  transition: "none",
  scrollActivationWidth: null,
  defaultTiming: 0, // only sections have minutes; they stand on their first slide
  // The space bar opens the answer that has the focus; elsewhere it goes on.
  keyboardCondition: (event) => !(event.key === " " && event.target.closest("summary")),
  plugins: [RevealNotes],
});
