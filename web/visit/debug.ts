// `?debug`: lets specs and curious people look in from outside.

import { effect } from "@vue/reactivity";
import type { Viewer } from "./engine";
import type { Visit, VisitState } from "./visit";

declare global {
  interface Window {
    yunzhan?: { readonly viewer: Viewer | null; readonly state: VisitState };
  }
}

/** `window.yunzhan`, and the state's plain facts as `data-` attributes of the root element. */
export function expose(visit: Visit): void {
  const { state } = visit;
  window.yunzhan = {
    get viewer() {
      return visit.viewer;
    },
    state,
  };
  effect(() => {
    const { dataset } = document.documentElement;
    dataset.phase = state.phase;
    dataset.receivedBytes = String(state.progress.receivedBytes);
    dataset.totalBytes = String(state.progress.totalBytes);
    dataset.complete = String(state.isComplete);
    dataset.failure = state.failure?.kind ?? "";
  });
}
