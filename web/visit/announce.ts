// What is said to those who hear the page.

import { watch } from "vue";
import { say } from "./language";
import type { VisitState } from "./visit";
import { w } from "./words";

/** Tells what happens from now on, and that the visitor is inside if that is so already. */
export function announce(state: VisitState, title: () => string, tell: (words: string) => void): void {
  const titleOf = (id: string | null) => say(state.hall?.exhibits.find((exhibit) => exhibit.id === id)?.title).text;
  watch(() => state.phase, (phase, before) => {
    if (phase !== "inside") return;
    const count = state.hall?.exhibits.length ?? 0;
    if (before === "recovering") tell(w.value.announceRecovered);
    else tell(count > 1 ? w.value.enteredWith(title(), count) : w.value.entered(title()));
  }, { immediate: true });
  watch(() => state.nearId, (id) => {
    if (id !== null && state.openId === null) tell(w.value.announceNear(titleOf(id)));
  });
  watch(() => state.openId, (id, before) => {
    if (id !== null) tell(w.value.announceOpen(titleOf(id)));
    else if (before !== null && state.phase === "inside") tell(w.value.announceClosed);
  });
  watch(() => state.offers, (offers, before) => {
    const changed = offers.find((offer, index) => before[index] && before[index].chosen !== offer.chosen);
    if (changed && state.phase === "inside") tell(w.value.announceLook(changed.names[changed.chosen] ?? w.value.ownLook));
  });
  watch(() => state.aimId, (id) => {
    if (id !== null) tell(w.value.walkingTo(titleOf(id)));
  });
}
