/** Pictures of blocks and attachments. */

import { h } from "./dom.js";
import { link } from "./mrkdwn.js";

/** The page loads nothing from elsewhere: a picture from another place is told by its description. */
export function picture({ image_url: url, slack_file: file, alt_text: alt }) {
  const source = url ?? file?.url ?? "";
  if (URL.canParse(source, location) && new URL(source, location).origin === location.origin) {
    return h("img", { src: source, alt });
  }
  return h("span", { class: "picture" }, "Picture: ", alt, source && [" (", link(source, "open"), ")"]);
}
