// What opens beside the picture borrows the focus: it takes it when it comes, and gives it back when it goes.

import { onBeforeUnmount, onMounted, type Ref } from "vue";

function isReachable(element: Element | null): element is HTMLElement {
  return element instanceof HTMLElement && element !== document.body && element.isConnected && element.getClientRects().length > 0;
}

/** For the component that `element` belongs to; `fallback` takes the focus when what had it before is gone. */
export function useBorrowedFocus(element: Readonly<Ref<HTMLElement | undefined>>, fallback: () => HTMLElement | null): void {
  let cameFrom: Element | null = null;
  onMounted(() => {
    cameFrom = document.activeElement;
    element.value?.focus({ preventScroll: true });
  });
  onBeforeUnmount(() => {
    const active = document.activeElement;
    // Whoever has gone elsewhere meanwhile stays there.
    if (active !== null && active !== document.body && !element.value?.contains(active)) return;
    const place = cameFrom?.closest<HTMLElement>(".mark-place");
    // A mark that walls hide for the moment can still take the focus back.
    if (place) place.style.visibility = "visible";
    const target = isReachable(cameFrom) ? cameFrom : fallback();
    target?.focus({ preventScroll: true });
  });
}
