// What one presses in a picture: by mouse, by touch, and by Enter or Space.

/**
 * Make parts of a picture buttons.
 *
 * @param {any} parts  a selection of d3-selection
 * @param {(datum: any, i: number) => string} label  what a screen reader calls each
 * @param {(datum: any, i: number) => void} act
 */
export function press(parts, label, act) {
  parts
    .classed("press", true)
    .attr("role", "button")
    .attr("tabindex", 0)
    .attr("aria-label", label)
    .each(function (datum, i) {
      this.onclick = () => act(datum, i);
      this.onkeydown = (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault(); // or the page would scroll
        act(datum, i);
      };
    });
}
