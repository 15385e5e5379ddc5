// Moving about in our own page, which draws only when something changes, in just the way that the other pages move.

import type { Page } from "playwright-core";
import type { BenchScene } from "./scenes";

interface Viewer {
  stats(): { frames: number; draws: number; triangles: number; eye?: number[]; headingDeg?: number };
  lookFrom?(ex: number, ey: number, ez: number, tx: number, ty: number, tz: number, fovYDegrees: number): void;
}

interface OurWindow {
  yunzhan: { viewer: Viewer };
  bench: { readonly frames: number; start(): void; stop(): void };
  steadyClock: boolean;
  /** Runs before the first callback of each frame. */
  beforeFrame?: (() => void) | undefined;
}

/** What our viewer takes as its own when nobody says otherwise. */
export const FOV_Y_DEG = (1.02 * 180) / Math.PI;

/**
 * Runs in the page before all else: notes when the phases are reached, and can hold the clock that frames are told, so that a viewer
 * which draws fewer pixels on a slow device draws all of them.
 */
export function prepare(): void {
  const own = window as unknown as OurWindow & { marks: Record<string, number> };
  own.marks = {};
  own.steadyClock = location.pathname.startsWith("/h/");
  new MutationObserver(() => {
    const { phase, complete } = document.documentElement.dataset;
    if (phase === "inside") own.marks.first ??= performance.now();
    if (complete === "true") own.marks.complete ??= performance.now();
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-phase", "data-complete"] });
  const ask = window.requestAnimationFrame.bind(window);
  const MOST_MS = 25;
  let [real, told] = [0, 0];
  window.requestAnimationFrame = (then) =>
    ask((now) => {
      if (now !== real) {
        told += own.steadyClock ? Math.min(now - real, MOST_MS) : now - real;
        real = now;
        own.beforeFrame?.();
      }
      then(told);
    });
}

interface Motion {
  turns: boolean;
  eye: [number, number, number];
  startRad: number;
  fovYDeg: number;
}

function installDrive({ turns, eye, startRad, fovYDeg }: Motion): void {
  const own = window as unknown as OurWindow;
  const canvas = document.querySelector(".stage canvas")!;
  const RAD_PER_PX = 0.0022;
  const pointer = (type: string, x: number) =>
    canvas.dispatchEvent(new PointerEvent(type, { pointerId: 71, pointerType: "mouse", button: type === "pointermove" ? -1 : 0, buttons: type === "pointerup" ? 0 : 1, clientX: x, clientY: 20, bubbles: true }));
  own.bench = {
    get frames() {
      return own.yunzhan.viewer.stats().frames;
    },
    start() {
      const { viewer } = own.yunzhan;
      if (!viewer.lookFrom) pointer("pointerdown", 20);
      const began = performance.now();
      // In the viewer's own callback, as the other pages move in theirs: a second one a frame would be ours to pay.
      own.beforeFrame = () => {
        const seconds = (performance.now() - began) / 1000;
        const by = turns ? seconds * 0.7 : 0.14 * Math.sin(seconds * Math.PI);
        const [x, y, z] = eye;
        if (viewer.lookFrom) viewer.lookFrom(x, y, z, x - Math.sin(startRad + by), y, z - Math.cos(startRad + by), fovYDeg);
        else pointer("pointermove", 20 + by / RAD_PER_PX);
      };
    },
    stop() {
      own.beforeFrame = undefined;
      if (!own.yunzhan.viewer.lookFrom) pointer("pointerup", 20);
    },
  };
}

/** Gives our page the same `window.bench` that the others have. */
export async function driveOurs(page: Page, scene: BenchScene): Promise<void> {
  await page.evaluate(installDrive, { turns: scene.motion === "turn", eye: scene.eye, startRad: (scene.headingDeg * Math.PI) / 180, fovYDeg: FOV_Y_DEG });
}
