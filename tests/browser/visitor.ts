// What every spec stands on: the server, a visitor who walks in, and an eye on the rules that hold for all of them.

import { test as base, expect, type Page } from "@playwright/test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { root, startServer, type Server } from "./server";

export interface Stats {
  frames: number;
  draws: number;
  triangles: number;
  tier: string;
  backend: string;
  eye: [number, number, number];
  headingDeg: number;
}

/** Of what is seen: how many different colours (5 bits each), how far the brightness reaches, the share of the commonest colour, and the mean. */
interface PictureFacts {
  colours: number;
  range: number;
  commonest: number;
  mean: [number, number, number];
}

/** Somebody in front of the page. */
export class Visitor {
  constructor(
    readonly page: Page,
    readonly server: Server,
    /** The backend of this project: what `?engine=` says. */
    readonly engine: string,
    private readonly project: string,
  ) {}

  async go(path: string, query: Record<string, string> = {}): Promise<void> {
    const parameters = new URLSearchParams({ debug: "", engine: this.engine, ...query });
    await this.page.goto(`${this.server.origin}${path}?${parameters}`);
  }

  /** Until the first look, and until the poster is gone. */
  async enter(path = "/h/room", query: Record<string, string> = {}): Promise<void> {
    await this.go(path, query);
    await this.isInside();
  }

  async isInside(): Promise<void> {
    const root = this.page.locator("html");
    await expect(root).toHaveAttribute("data-phase", /inside|failed/, { timeout: 240_000 });
    await expect(root).toHaveAttribute("data-phase", "inside");
    await expect(this.page.locator(".loading")).toHaveCount(0);
  }

  async isComplete(): Promise<void> {
    await expect(this.page.locator("html")).toHaveAttribute("data-complete", "true", { timeout: 300_000 });
  }

  stats(): Promise<Stats> {
    return this.page.evaluate(() => (window as unknown as { yunzhan: { viewer: { stats(): Stats } } }).yunzhan.viewer.stats());
  }

  async eye(): Promise<[number, number, number]> {
    return (await this.stats()).eye;
  }

  /** How far the eye is from a place, on the floor plan. */
  async metresFrom([x, , z]: [number, number, number]): Promise<number> {
    const eye = await this.eye();
    return Math.hypot(eye[0] - x, eye[2] - z);
  }

  /** Until the eye rests. */
  async standsStill(): Promise<void> {
    let before = await this.eye();
    let since = Date.now();
    await expect(async () => {
      const now = await this.eye();
      if (Math.hypot(now[0] - before[0], now[2] - before[2]) > 0.005) since = Date.now();
      before = now;
      expect(Date.now() - since).toBeGreaterThan(1200);
    }).toPass({ intervals: [250], timeout: 60_000 });
  }

  get canvas() {
    return this.page.locator(".stage canvas");
  }

  get panel() {
    return this.page.locator(".panel");
  }

  /** Leaves a picture for people to look at, and gives it. */
  async photograph(name: string): Promise<Buffer> {
    const folder = join(root, "tests/actual/browser");
    mkdirSync(folder, { recursive: true });
    return this.page.screenshot({ path: join(folder, `${name}-${this.project}.png`), scale: "css" });
  }

  /** The hall without anything that lies over it, in the canvas's own pixels. */
  async pictureAlone(): Promise<Buffer> {
    await this.canvas.evaluate((canvas) => {
      for (const element of document.querySelectorAll<HTMLElement>("body *")) {
        if (!element.contains(canvas)) element.style.visibility = "hidden";
      }
    });
    return this.canvas.screenshot({ scale: "device" });
  }

  /** How far two pictures of one size are apart: the mean of all channels, and the share of pixels that differ by more than `seen` somewhere (0 to 255). */
  async difference(pictures: [Buffer, Buffer], seen: number): Promise<{ mean: number; share: number }> {
    const blank = await this.page.context().newPage();
    const difference = await blank.evaluate(async ([pngs, seen]) => {
      const pixels = async (png: string) => {
        const image = new Image();
        image.src = `data:image/png;base64,${png}`;
        await image.decode();
        const context = new OffscreenCanvas(image.width, image.height).getContext("2d")!;
        context.drawImage(image, 0, 0);
        return context.getImageData(0, 0, image.width, image.height);
      };
      const [a, b] = await Promise.all([pixels(pngs[0]!), pixels(pngs[1]!)]);
      if (a.width !== b.width || a.height !== b.height) throw new Error(`${a.width} × ${a.height} and ${b.width} × ${b.height} pixels`);
      let [sum, differing] = [0, 0];
      for (let at = 0; at < a.data.length; at += 4) {
        const apart = [0, 1, 2].map((channel) => Math.abs(a.data[at + channel]! - b.data[at + channel]!));
        sum += apart[0]! + apart[1]! + apart[2]!;
        if (Math.max(...apart) > seen) differing++;
      }
      const count = a.width * a.height;
      return { mean: sum / (3 * count), share: differing / count };
    }, [pictures.map((png) => png.toString("base64")), seen] as const);
    await blank.close();
    return difference;
  }

  /** What a screenshot shows in its middle (`part` of its width and height), whatever drew it. */
  async pictureFacts(screenshot: Buffer, part: number): Promise<PictureFacts> {
    const png = screenshot.toString("base64");
    const blank = await this.page.context().newPage();
    const facts = await blank.evaluate(async ([png, part]) => {
      const image = new Image();
      image.src = `data:image/png;base64,${png}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext("2d")!;
      context.drawImage(image, 0, 0);
      const [width, height] = [Math.floor(image.width * part), Math.floor(image.height * part)];
      const { data } = context.getImageData((image.width - width) >> 1, (image.height - height) >> 1, width, height);
      const counts = new Map<number, number>();
      let [darkest, brightest] = [255, 0];
      const sum = [0, 0, 0] as [number, number, number];
      for (let at = 0; at < data.length; at += 4) {
        const [r, g, b] = [data[at]!, data[at + 1]!, data[at + 2]!];
        [r, g, b].forEach((value, channel) => (sum[channel]! += value));
        const colour = ((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3);
        counts.set(colour, (counts.get(colour) ?? 0) + 1);
        const brightness = 0.2126 * r + 0.7152 * g + 0.0722 * b;
        darkest = Math.min(darkest, brightness);
        brightest = Math.max(brightest, brightness);
      }
      const mean = sum.map((value) => value / (data.length / 4)) as typeof sum;
      return { colours: counts.size, range: brightest - darkest, commonest: Math.max(...counts.values()) / (data.length / 4), mean };
    }, [png, part] as const);
    await blank.close();
    return facts;
  }
}

interface Watch {
  /** Failures of the page's own code that this spec expects. */
  expectErrors: RegExp[];
}

export const test = base.extend<{ visitor: Visitor; watch: Watch }, { server: Server }>({
  server: [
    async ({}, use) => {
      const server = await startServer();
      await use(server);
      await server.stop();
    },
    { scope: "worker" },
  ],

  /** Holds for every spec: nothing breaks the policy, nothing leaves the origin, nothing throws, no shader is refused. */
  watch: [
    async ({ context, page }, use) => {
      const watch: Watch = { expectErrors: [] };
      const violations: string[] = [];
      const requests = new Set<string>();
      const errors: string[] = [];
      await context.exposeBinding("reportViolation", (_, words: string) => violations.push(words));
      await context.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (event) => {
          (window as unknown as { reportViolation(words: string): void }).reportViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
        });
      });
      page.on("request", (request) => requests.add(new URL(request.url()).origin));
      page.on("pageerror", (error) => errors.push(error.message));
      // Whoever draws goes on without what the device refuses: the picture is wrong, and only the console says why.
      page.on("console", (message) => {
        if (/validation error|shader|wgpu/i.test(message.text())) errors.push(message.text());
      });
      await use(watch);
      expect(violations, "violations of the content security policy").toEqual([]);
      const strangers = [...requests].filter((origin) => origin !== "null" && !/^http:\/\/127\.0\.0\.1:/.test(origin));
      expect(strangers, "requests to other origins").toEqual([]);
      expect(errors.filter((error) => !watch.expectErrors.some((expected) => expected.test(error))), "uncaught errors").toEqual([]);
    },
    { auto: true },
  ],

  visitor: async ({ page, server, watch: _ }, use, info) => {
    const engine = info.project.name === "webgpu" ? "webgpu" : "webgl2";
    await use(new Visitor(page, server, engine, info.project.name));
  },
});

export { expect };
