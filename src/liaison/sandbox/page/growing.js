/** Text areas that grow with what is typed. */

/** For `hook`: makes the field as high as its text. */
export function fit(node) {
  node.style.height = "auto";
  node.style.height = `${node.scrollHeight + 2}px`;
}
