// What happens from navigation to complete: every request with its bytes, pictures of the page as they change, tasks that kept it.

import type { CDPSession, Page } from "playwright-core";
import type { Link } from "./network";

/** Times are milliseconds after navigation. */
export interface Asked {
  what: string;
  askedMs: number;
  firstByteMs: number;
  doneMs: number;
  /** As it came over the wire. */
  bytes: number;
  failed: boolean;
}

export interface Shot {
  atMs: number;
  /** JPEG, base64. */
  picture: string;
}

export interface Timeline {
  asked: Asked[];
  shots: Shot[];
  /** Of tasks of the page's main thread of 50 ms and more. */
  longTasks: { atMs: number; ms: number }[];
  /** The longest time between two frames after the first look, while the hall was still coming. */
  longestFrameMs: number;
  marks: Record<string, number>;
  /** What had arrived in all. */
  bytes: number;
}

/** Runs in the page before all else. */
export function watchTasks(): void {
  const own = window as unknown as { longTasks: { atMs: number; ms: number }[]; longestFrameMs: number; marks: Record<string, number> };
  own.longTasks = [];
  own.longestFrameMs = 0;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) own.longTasks.push({ atMs: startTime, ms: duration });
  }).observe({ type: "longtask", buffered: true });
  let last: number | null = null;
  const frame = (now: number) => {
    const { first, complete } = own.marks ?? {};
    if (first !== undefined && complete === undefined) {
      if (last !== null) own.longestFrameMs = Math.max(own.longestFrameMs, now - last);
      last = now;
    }
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

/** Notes what the network does from now on. */
export class Recorder {
  private readonly asked = new Map<string, Asked>();
  private readonly shots: Shot[] = [];
  private began: number | null = null;
  private beganWall = 0;

  private constructor(
    private readonly page: Page,
    private readonly cdp: CDPSession,
  ) {}

  static async begin(page: Page, cdp: CDPSession, link: Link | null, hasPictures: boolean): Promise<Recorder> {
    const recorder = new Recorder(page, cdp);
    recorder.listen();
    await cdp.send("Network.enable");
    if (link) await cdp.send("Network.emulateNetworkConditions", link);
    if (hasPictures) {
      cdp.on("Page.screencastFrame", ({ data, metadata, sessionId }) => {
        void cdp.send("Page.screencastFrameAck", { sessionId }).catch(() => {});
        recorder.shots.push({ atMs: ((metadata.timestamp ?? 0) - recorder.beganWall) * 1000, picture: data });
      });
      await cdp.send("Page.startScreencast", { format: "jpeg", quality: 60, maxWidth: 320, maxHeight: 180 });
    }
    return recorder;
  }

  private listen(): void {
    const since = (timestamp: number) => (timestamp - (this.began ?? timestamp)) * 1000;
    this.cdp.on("Network.requestWillBeSent", ({ requestId, request, timestamp, wallTime }) => {
      if (this.began === null) [this.began, this.beganWall] = [timestamp, wallTime];
      if (!request.url.startsWith("data:") && !request.url.startsWith("blob:")) {
        this.asked.set(requestId, { what: nameOf(request.url), askedMs: since(timestamp), firstByteMs: 0, doneMs: 0, bytes: 0, failed: false });
      }
    });
    const change = (requestId: string, by: (asked: Asked) => void) => {
      const asked = this.asked.get(requestId);
      if (asked) by(asked);
    };
    this.cdp.on("Network.responseReceived", ({ requestId, timestamp }) => change(requestId, (asked) => (asked.firstByteMs = since(timestamp))));
    this.cdp.on("Network.dataReceived", ({ requestId, encodedDataLength }) => change(requestId, (asked) => (asked.bytes += encodedDataLength)));
    this.cdp.on("Network.loadingFinished", ({ requestId, timestamp, encodedDataLength }) =>
      change(requestId, (asked) => {
        asked.doneMs = since(timestamp);
        asked.bytes = Math.max(asked.bytes, encodedDataLength);
      }),
    );
    this.cdp.on("Network.loadingFailed", ({ requestId, timestamp }) =>
      change(requestId, (asked) => {
        asked.doneMs = since(timestamp);
        asked.failed = true;
      }),
    );
  }

  /** Waits until what was asked for last is on the screen: the browser tells of no picture that it has not drawn yet. */
  async shoot(): Promise<void> {
    const { data } = await this.cdp.send("Page.captureScreenshot", { format: "jpeg", quality: 60 });
    this.shots.push({ atMs: await this.page.evaluate(() => performance.now()), picture: data });
  }

  async end(): Promise<Timeline> {
    await this.cdp.send("Page.stopScreencast").catch(() => {});
    const seen = await this.page.evaluate(() => {
      const { longTasks, longestFrameMs, marks } = window as unknown as Pick<Timeline, "longTasks" | "longestFrameMs" | "marks">;
      return { longTasks, longestFrameMs, marks };
    });
    const asked = [...this.asked.values()].sort((a, b) => a.askedMs - b.askedMs);
    return { ...seen, asked, shots: this.shots, bytes: asked.reduce((sum, { bytes }) => sum + bytes, 0) };
  }
}

function nameOf(address: string): string {
  const { pathname } = new URL(address);
  const name = decodeURIComponent(pathname);
  return name.length > 48 ? `…${name.slice(-47)}` : name;
}
