// What the type checker cannot see: styles are bundled as text, and a host carries its explorer.
declare module "*.css" {
  const text: string;
  export default text;
}

interface HTMLElement {
  explorer?: import("./stage.js").Alive;
}
