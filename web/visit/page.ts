// The page around the picture. It is made by hand: Vue is as large as all else that is loaded before the first look, and comes after it.

import { computed, effect, watch, type ComputedRef } from "@vue/reactivity";
import "./page.css";
import { element, speak } from "./dom";
import { say, t } from "./language";
import type { Words } from "./hall";
import { failureCard } from "./ui/failure";
import { loadingView } from "./ui/loading";
import type { Visit } from "./visit";

/** What Vue's part gets of it. */
export interface Page {
  /** What moves aside for a panel: the picture, and what lies on it. */
  stage: HTMLElement;
  /** For everything else. */
  around: HTMLElement;
  title: ComputedRef<Words>;
  /** Tells those who hear the page. */
  tell: (words: string) => void;
}

const POSTER_FADE_MS = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 900;
const RETRY_MS = 4000;
const WALKING_KEYS = /^(?:Key[WASDQE]|Arrow(?:Up|Down|Left|Right))$/;

/** Puts the page into `root`, and begins the visit in it. */
export function openPage(root: HTMLElement, visit: Visit, poster: HTMLElement | null): void {
  const { state, config } = visit;
  const title = computed(() => (state.hall ? say(state.hall.title) : { text: config.title, lang: config.lang }));
  const heading = element("h1", { class: "unseen" });
  const host = element("div", { class: "stage-canvas" });
  const stage = element("div", { class: "stage" }, host);
  const around = element("div");
  const loading = loadingView(visit, poster, title);
  const spoken = element("p", { class: "unseen", role: "status", "aria-live": "polite" });
  const main = element("main", { class: config.embed ? "visit is-embed" : "visit" }, heading, stage, around, loading, spoken);
  root.replaceChildren(main);

  effect(() => {
    const { text } = title.value;
    speak(heading, title.value);
    document.title = `${text} · ${t.value.brand}`;
    visit.labelCanvas(t.value.canvas(text));
  });
  effect(() => main.classList.toggle("has-panel", state.openId !== null));
  effect(() => (stage.inert = state.phase !== "inside"));
  watch(() => state.phase, (phase, before) => {
    // The poster goes when its fade is over; where nothing moves there is no fade to wait for.
    if (phase === "inside" && before === "loading") setTimeout(() => loading.remove(), POSTER_FADE_MS);
  });
  let card: HTMLElement | undefined;
  watch(() => state.failure, async (failure) => {
    card?.remove();
    if (!failure) return;
    loading.remove();
    const made = await failureCard(visit, failure);
    if (state.failure !== failure) return;
    card = made;
    spoken.before(made);
    made.querySelector("h2")?.focus();
  });
  const tell = (words: string) => (spoken.textContent = words);
  const hasArrived = () => state.phase === "inside" || (state.progress.totalBytes > 0 && state.progress.receivedBytes >= state.progress.totalBytes);
  watch(hasArrived, () => void openInside(visit, { stage, around, title, tell }), { once: true });
  addEventListener("keydown", (event) => walk(visit, event));
  // What comes back with the network is tried by itself.
  addEventListener("online", () => {
    if (state.failure?.kind === "network") location.reload();
  });
  void visit.begin(host);
}

/** What is beside the picture: fetched when the hall has arrived, while the first look is being drawn. */
async function openInside(visit: Visit, page: Page): Promise<void> {
  let inside: typeof import("./ui/inside");
  try {
    inside = await import("./ui/inside");
  } catch {
    // Without the network the picture still stands; what belongs to it comes when the network does.
    setTimeout(() => void openInside(visit, page), RETRY_MS);
    return;
  }
  await inside.open(visit, page);
}

/** Walking keys reach the picture wherever the focus is, except where they scroll. */
function walk(visit: Visit, event: KeyboardEvent): void {
  const { canvas, state } = visit;
  const target = event.target as Element;
  if (!canvas || state.phase !== "inside" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (target !== canvas && WALKING_KEYS.test(event.code) && !target.closest(".takes-keys")) {
    canvas.focus({ preventScroll: true });
    canvas.dispatchEvent(new KeyboardEvent("keydown", event));
  }
}
