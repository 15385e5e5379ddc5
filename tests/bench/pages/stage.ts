// What every engine's page has in common: the camera it is given, the loop that turns it, and the marks that the runner reads.

/** What to show and from where; the runner writes it into the address. Right-handed, +Y up, metres. */
export interface Shot {
  sceneUrl: string;
  /** A small panorama of light from all around; only for a hall. */
  panoramaUrl: string;
  eye: [number, number, number];
  /** 0 looks along -Z, positive turns to the left. */
  headingDeg: number;
  fovYDeg: number;
  light: "hall" | "plain";
  motion: Motion;
  backend: "webgl2" | "webgpu";
  /** The fastest way known to draw what stands still, instead of the engine's own way. */
  isTuned: boolean;
  /** With what ours has beside the surfaces: shadows, light from all around, and that as a backdrop. */
  isAlike: boolean;
}

/** `turn`: round and round. `sweep`: a few degrees to and fro, so that all stays in view. */
export type Motion = "turn" | "sweep";

/** An engine with the scene in it. */
export interface Peer {
  /** Looks there and draws one frame. */
  draw(headingRad: number, seconds: number): void;
  resize(width: number, height: number): void;
}

export interface Bench {
  frames: number;
  start(): void;
  stop(): void;
}

declare global {
  interface Window {
    bench?: Bench;
  }
}

/** The heading after some seconds of motion, relative to where it began. The drive of our own page says the same. */
export function headingAfter(motion: Motion, seconds: number): number {
  return motion === "turn" ? seconds * 0.7 : 0.14 * Math.sin(seconds * Math.PI);
}

/** Where somebody looks with this heading. */
export function direction(headingRad: number): [number, number, number] {
  return [-Math.sin(headingRad), 0, -Math.cos(headingRad)];
}

const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));

/** Brings an engine up, draws once, says so, and then draws whenever the runner wants. */
export async function play(create: (canvas: HTMLCanvasElement, shot: Shot) => Promise<Peer>): Promise<void> {
  const { dataset } = document.documentElement;
  try {
    const shot = JSON.parse(new URLSearchParams(location.search).get("shot") ?? "{}") as Shot;
    const canvas = document.querySelector("canvas");
    if (!canvas) throw new Error("the page has no canvas");
    canvas.width = innerWidth;
    canvas.height = innerHeight;
    const start = (shot.headingDeg * Math.PI) / 180;
    const peer = await create(canvas, shot);
    peer.draw(start, 0);
    // As our own page does: what was drawn is on the screen two frames later at the earliest.
    await nextFrame();
    await nextFrame();
    dataset.phase = "inside";
    dataset.complete = "true";
    window.bench = drive(peer, shot, start);
    addEventListener("resize", () => peer.resize(innerWidth, innerHeight));
  } catch (error) {
    dataset.failure = error instanceof Error ? `${error.message}\n${error.stack}` : String(error);
    dataset.phase = "failed";
  }
}

function drive(peer: Peer, shot: Shot, start: number): Bench {
  let run = 0;
  const bench: Bench = {
    frames: 0,
    start() {
      const own = ++run;
      let began: number | null = null;
      const frame = (now: number) => {
        if (own !== run) return;
        began ??= now;
        const seconds = (now - began) / 1000;
        peer.draw(start + headingAfter(shot.motion, seconds), seconds);
        bench.frames++;
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    },
    stop() {
      run++;
    },
  };
  return bench;
}
