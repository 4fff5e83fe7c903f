/** Lists and menus that float beside what opened them, above everything, modals included. */

const GAP = 4;
const MOST = 320;

/** For `hook`: shows the popup in the top layer and keeps it beside the element with this id. */
export function beside(anchorId) {
  return (popup) => {
    if (!popup.matches(":popover-open")) popup.showPopover();
    place(popup, document.getElementById(anchorId));
  };
}

function place(popup, anchor) {
  const box = anchor.getBoundingClientRect();
  const below = innerHeight - box.bottom - 2 * GAP;
  const above = box.top - 2 * GAP;
  const upwards = below < Math.min(popup.scrollHeight, MOST) && above > below;
  Object.assign(popup.style, {
    left: `${Math.max(GAP, Math.min(box.left, innerWidth - popup.offsetWidth - GAP))}px`,
    minWidth: `${Math.min(box.width, innerWidth - 2 * GAP)}px`,
    maxHeight: `${Math.min(MOST, upwards ? above : below)}px`,
    top: upwards ? "auto" : `${box.bottom + GAP}px`,
    bottom: upwards ? `${innerHeight - box.top + GAP}px` : "auto",
  });
}
