/** An app's confirmation dialog: asks before a button or a choice takes effect. */

import { h, render } from "./dom.js";
import { textObject } from "./mrkdwn.js";

/**
 * @param {{title: object, text: object, confirm: object, deny: object, style?: string}} confirm
 * @returns {Promise<boolean>} whether the person goes ahead
 */
export function askFirst(confirm) {
  const dialog = document.getElementById("confirm");
  return new Promise((resolve) => {
    const answer = (yes) => {
      dialog.removeEventListener("cancel", refuse);
      dialog.close();
      resolve(yes);
    };
    const refuse = (event) => {
      event.preventDefault();
      answer(false);
    };
    dialog.addEventListener("cancel", refuse);
    render(document.getElementById("confirm-content"), content(confirm, answer));
    dialog.showModal();
  });
}

function content(confirm, answer) {
  const style = confirm.style === "danger" ? "danger" : "primary";
  return [
    h("h2", { id: "confirm-title" }, confirm.title.text),
    h("div", { id: "confirm-text", class: "confirm-text" }, textObject(confirm.text)),
    h("div", { class: "dialog-buttons" },
      h("button", { type: "button", class: "button", autofocus: true, on: { click: () => answer(false) } }, confirm.deny.text),
      h("button", { type: "button", class: `button ${style}`, on: { click: () => answer(true) } }, confirm.confirm.text)),
  ];
}
