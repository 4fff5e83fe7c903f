/** An app's overflow menu. */

import { domId, keyOf, pressed } from "./fields.js";
import { menu } from "./menu.js";
import { isSafe, plain } from "./mrkdwn.js";

export function overflow(place) {
  const items = place.element.options.map((option) => ({
    text: plain(option.text.text),
    note: option.description && plain(option.description.text),
    choose: () => {
      if (option.url && isSafe(option.url)) window.open(option.url, "_blank", "noopener,noreferrer");
      pressed(place, option.value);
    },
  }));
  return menu({ id: domId(keyOf(place)), label: "More actions", items });
}
