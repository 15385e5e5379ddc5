// A visit: one viewer behind one canvas, brought up, fed, watched and brought back when its context is lost.

import { reactive } from "@vue/reactivity";
import { bundlesOf, type Backend, type HallConfig, type Wishes } from "./config";
import { DownloadError, Downloads, type Progress } from "./downloads";
import { Engines, isPresented, takesUp, usableBackends, type Offer, type Viewer, type ViewerEvent } from "./engine";
import { failureOf, failureOfViewer, isEngineFault, messageOf, VisitError, type Failure } from "./failure";
import { readOrganiser, type Hall, type Text } from "./hall";
import type { Pictures } from "./pictures";
import { Scenes } from "./scene";
import type { UnpackEvent, Unpacker } from "./unpack";

/** `loading` until the first look, then `inside`; `recovering` while a lost context comes back; `failed` is final. */
export type Phase = "loading" | "inside" | "recovering" | "failed";

/** What is open beside the exhibits' own panel. */
export type Opened = "list" | "help" | "look" | "about" | null;

export interface VisitState {
  phase: Phase;
  backend: Backend | null;
  progress: Progress;
  /** All textures are in. */
  isComplete: boolean;
  /** Whose hall it is; empty until that is known. */
  organiser: Text;
  /** What there is to read; null until it is here, and in a bare GLB. */
  hall: Hall | null;
  /** The exhibit within reach. */
  nearId: string | null;
  /** The exhibit whose panel is open. */
  openId: string | null;
  /** The exhibit that the visitor is being led to. */
  aimId: string | null;
  /** Looks to choose from. */
  offers: Offer[];
  failure: Failure | null;
  warnings: string[];
  /** Pictures that could not be had. */
  missed: number;
}

/** One life of a viewer. What comes from a run that is over is ignored. */
interface Run {
  canvas: HTMLCanvasElement;
  viewer: Viewer | null;
  isOver: boolean;
  firstLook: () => void;
  breakDown: (error: unknown) => void;
}

class ContextLost extends Error {}

const RECOVERIES = 3;
const RECOVERY_WINDOW_MS = 60_000;

/** *Invariant:* knows nothing of words and layout; the components know nothing of engines and downloads. */
export class Visit {
  readonly state: VisitState = reactive<VisitState>({
    phase: "loading",
    backend: null,
    progress: { receivedBytes: 0, totalBytes: 0 },
    isComplete: false,
    organiser: {},
    hall: null,
    nearId: null,
    openId: null,
    aimId: null,
    offers: [],
    failure: null,
    warnings: [],
    missed: 0,
  });

  private readonly downloads: Downloads;
  /** Fetched when something packed comes for the first time. */
  private unpacker: Promise<Unpacker> | null = null;
  private readonly reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
  private readonly listening = new AbortController();
  private host: HTMLElement | null = null;
  private canvasLabel = "";
  private run: Run | null = null;
  private entryBytes: Promise<Uint8Array> | null = null;
  /** Of `hall.json`; a bare scene, which is large, is not kept. */
  private hallBytes: Promise<Uint8Array> | null = null;
  private readonly scenes: Scenes;
  /** Of a pack; null where each is asked for by itself. */
  private readonly pictures: Promise<Pictures | null>;
  private readonly backends: Promise<Backend[]>;
  private readonly engines: Engines;
  private lossTimes: number[] = [];
  private lastWhereabouts: string | undefined;
  private wishedLook: string | null;

  constructor(
    readonly config: HallConfig,
    wishes: Wishes,
  ) {
    this.wishedLook = wishes.variant;
    this.downloads = new Downloads(config.files, (progress) => (this.state.progress = progress));
    this.scenes = new Scenes(this.downloads, (json) => {
      this.viewer?.expect(json);
      return this.viewer !== null;
    });
    const { signal } = this.listening;
    this.reducedMotion.addEventListener("change", () => this.viewer?.setReducedMotion(this.reducedMotion.matches), { signal });
    document.addEventListener("visibilitychange", () => this.viewer?.setActive(!document.hidden), { signal });
    addEventListener("error", (event) => this.onUncaught(event.error), { signal });
    addEventListener("unhandledrejection", (event) => this.onUncaught(event.reason), { signal });
    // All downloads begin now, side by side; the canvas comes with the page.
    this.downloads.announce([config.entry, ...config.scenes]);
    const entry = this.entry();
    entry.catch(() => {});
    if (config.entry === "hall.json") {
      this.hallBytes = entry;
      // Then nothing else is on its way while the viewer makes a hall of it.
      this.scenes.begin(config.scenes).then(async () => (await this.pictures)?.begin()).catch(() => {});
    }
    this.engines = new Engines(config.engines, this.downloads);
    const bundles = bundlesOf(config);
    const pictures = bundles.length > 0 ? import("./pictures") : null;
    this.pictures = Promise.resolve(pictures).then((module) => module && new module.Pictures(this.downloads, bundles, (file, bytes) => this.viewer?.refine(file, bytes)), () => null);
    this.backends = usableBackends(wishes.engine);
    // The other one is not fetched before its device is sure. Whoever needs it is told what goes wrong.
    this.backends.then(([best]) => (best === "webgpu" ? this.engines.load(best) : null)).catch(() => {});
  }

  /** Has `hall.json` read by who can, as soon as it is here. */
  async read(readHall: (bytes: Uint8Array) => Hall | null): Promise<void> {
    const bytes = await this.hallBytes?.catch(() => null);
    if (bytes) this.state.hall = readHall(bytes);
  }

  get viewer(): Viewer | null {
    return this.run?.viewer ?? null;
  }

  get canvas(): HTMLCanvasElement | null {
    return this.run?.canvas ?? null;
  }

  /** Brings the visitor in; the canvas goes into `host`. Settles when the first look is there or `state.failure` says why not. */
  async begin(host: HTMLElement): Promise<void> {
    this.host = host;
    try {
      await this.enterWithAny(await this.backends);
    } catch (error) {
      this.giveUp(error);
    }
  }

  /** Ends everything that runs, and frees the GPU. */
  destroy(): void {
    this.listening.abort();
    this.downloads.abort();
    void this.pictures.then((pictures) => pictures?.rest());
    this.endRun();
  }

  /** What a screen reader calls the picture. */
  labelCanvas(label: string): void {
    this.canvasLabel = label;
    this.canvas?.setAttribute("aria-label", label);
  }

  /** Leads the visitor to an exhibit; its panel opens there. */
  goTo(id: string): void {
    this.state.aimId = id;
    // From panel to panel at once: nobody wants to read the old words on the way.
    if (this.state.openId !== null) this.state.openId = id;
    this.viewer?.focusExhibit(id);
  }

  closeExhibit(): void {
    this.state.openId = null;
    this.state.aimId = null;
    this.viewer?.releaseExhibit();
  }

  /** Shows an exhibit, or the room, in one of its looks. */
  chooseLook(offer: Offer, index: number): void {
    this.viewer?.setVariant(offer.names[index] ?? null, offer.exhibit ?? "");
  }

  /** Comes back after the losses became too many for doing so without being asked. */
  async tryAgain(): Promise<void> {
    this.lossTimes = [];
    this.state.failure = null;
    await this.recover();
  }

  private entry(): Promise<Uint8Array> {
    this.entryBytes ??= this.scenes.fetch(this.config.entry).then((bytes) => {
      if (this.config.entry === "hall.json") this.state.organiser = readOrganiser(bytes);
      return bytes;
    });
    return this.entryBytes;
  }

  private async enterWithAny(backends: Backend[]): Promise<void> {
    for (const [tried, backend] of backends.entries()) {
      try {
        return await this.enter(backend);
      } catch (error) {
        const isLast = tried === backends.length - 1;
        if (isLast && error instanceof ContextLost && this.mayRecover()) return this.recover();
        if (isLast || !(isEngineFault(error) || error instanceof ContextLost)) throw error;
        const { script, wasm } = this.config.engines[backend];
        [script, wasm].forEach((url) => this.downloads.forget(url));
      }
    }
    throw new VisitError({ kind: "no-gpu", file: "", detail: "" });
  }

  /** One run up to its first look. Rejects when it can't get there. */
  private async enter(backend: Backend, restore?: string): Promise<void> {
    this.state.backend = backend;
    const { run, outcome } = this.newRun();
    const work = async () => {
      if (!takesUp(run.canvas, backend)) throw new VisitError({ kind: "no-gpu", file: "", detail: "" });
      const engine = await this.engines.load(backend);
      const options = { reducedMotion: this.reducedMotion.matches, ...(restore === undefined ? {} : { restore }) };
      const viewer = await engine.create(run.canvas, options, (event) => this.onEvent(run, event));
      if (run.isOver) return viewer.destroy();
      run.viewer = viewer;
      viewer.setActive(!document.hidden);
      viewer.open(this.config.entry, await this.entry());
    };
    work().catch(run.breakDown);
    await outcome;
    await isPresented();
    this.state.phase = "inside";
    this.entryBytes = null;
  }

  private newRun(): { run: Run; outcome: Promise<void> } {
    this.endRun();
    const canvas = document.createElement("canvas");
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", this.canvasLabel);
    this.host?.replaceChildren(canvas);
    const run: Run = { canvas, viewer: null, isOver: false, firstLook: () => {}, breakDown: () => {} };
    const outcome = new Promise<void>((resolve, reject) => {
      run.firstLook = resolve;
      run.breakDown = reject;
    });
    this.run = run;
    return { run, outcome };
  }

  private endRun(): void {
    const run = this.run;
    if (!run) return;
    run.isOver = true;
    this.run = null;
    this.unpacker?.then((unpacker) => unpacker.rest()).catch(() => {});
    try {
      run.viewer?.destroy();
    } catch {
      // A viewer that has broken down may not manage even this; its canvas goes in any case.
    }
    run.canvas.remove();
  }

  private onEvent(run: Run, event: ViewerEvent): void {
    if (run.isOver) return;
    const { state } = this;
    switch (event.type) {
      case "need":
        void this.answer(run, event.file, event.kind);
        break;
      case "unpack-image":
      case "unpack-geometry":
        this.unpack(run, event).catch((error: unknown) => this.onBreakDown(run, error));
        break;
      case "first-look":
        this.wearWishedLook(run);
        run.firstLook();
        void this.pictures.then((pictures) => pictures?.show(() => (state.isComplete ? this.viewer?.stats().eye : undefined)));
        break;
      case "complete":
        state.isComplete = true;
        this.unpacker?.then((unpacker) => unpacker.rest()).catch(() => {});
        break;
      case "exhibit-near":
        state.nearId = event.id;
        break;
      case "exhibit-open":
        state.openId = event.id;
        state.aimId = null;
        break;
      case "exhibit-close":
        // On the way from one exhibit to the next the first one closes; the panel shows the next already.
        if (state.aimId === null) state.openId = null;
        break;
      case "variants":
        state.offers = event.offers;
        this.wearWishedLook(run);
        break;
      case "warning":
        state.warnings.push(event.text);
        break;
      case "error":
        this.onBreakDown(run, new VisitError(failureOfViewer(event.code, event.detail, event.file)));
        break;
      case "lost":
        this.onBreakDown(run, new ContextLost(event.detail));
        break;
    }
  }

  /** What the address asks for, once: after that it is the visitor's to choose. */
  private wearWishedLook(run: Run): void {
    const wished = this.wishedLook;
    // Taken first: the viewer tells of the new choice from within.
    this.wishedLook = null;
    if (wished !== null && !run.viewer?.setVariant(wished)) this.state.warnings.push(`?variant=${wished}: nothing here offers this look`);
  }

  private async unpack(run: Run, event: UnpackEvent): Promise<void> {
    const { decoders } = this.config;
    this.unpacker ??= import("./unpack").then(({ Unpacker }) => new Unpacker(decoders ?? {}, this.downloads));
    try {
      await (await this.unpacker).answer(event, () => (run.isOver ? null : run.viewer));
    } catch (error) {
      this.unpacker = null;
      // Without a picture or tangents the hall still stands.
      if (event.type === "unpack-geometry" && event.kind === "draco") throw error;
      if (run.isOver) return;
      if (event.type === "unpack-image") return run.viewer?.failImage(event.image, messageOf(error));
      this.state.warnings.push(`${event.file}: what makes tangents cannot be had (${messageOf(error)})`);
      run.viewer?.supplyGeometry(event.file, []);
    }
  }

  private async answer(run: Run, file: string, kind: "scene" | "buffer" | "image"): Promise<void> {
    try {
      const begun = kind === "image" ? (await this.pictures)?.take(file) : undefined;
      if (!begun) this.downloads.announce([file]);
      const bytes = await (begun ?? this.scenes.take(file) ?? this.downloads.file(file, kind === "image" ? "low" : "high"));
      if (!run.isOver) run.viewer?.supply(file, bytes);
    } catch (error) {
      if (run.isOver) return;
      // Without a picture the hall still stands; without its walls it doesn't.
      if (!(error instanceof DownloadError) || kind !== "image") return this.onBreakDown(run, error);
      this.state.missed++;
      run.viewer?.fail(file, error.message);
    }
  }

  /** Before the first look whoever waits for it decides; after it, a lost context comes back and all else is the end. */
  private onBreakDown(run: Run, error: unknown): void {
    if (run.isOver) return;
    if (this.state.phase !== "inside") return run.breakDown(error);
    if (error instanceof ContextLost) void this.recover();
    else this.giveUp(error);
  }

  private onUncaught(error: unknown): void {
    if (this.run && error instanceof WebAssembly.RuntimeError) this.onBreakDown(this.run, error);
  }

  private mayRecover(): boolean {
    const now = performance.now();
    this.lossTimes = this.lossTimes.filter((time) => now - time < RECOVERY_WINDOW_MS);
    return this.lossTimes.length < RECOVERIES;
  }

  private async recover(): Promise<void> {
    const restore = this.whereabouts();
    for (;;) {
      if (!this.mayRecover()) return this.giveUp(new VisitError({ kind: "context-lost", file: "", detail: "" }));
      this.lossTimes.push(performance.now());
      this.state.phase = "recovering";
      try {
        return await this.enter(this.state.backend ?? "webgl2", restore);
      } catch (error) {
        if (!(error instanceof ContextLost)) return this.giveUp(error);
      }
    }
  }

  private whereabouts(): string | undefined {
    try {
      this.lastWhereabouts = this.viewer?.save() ?? this.lastWhereabouts;
    } catch {
      // The viewer is past answering; where it last said the visitor was is good enough.
    }
    return this.lastWhereabouts;
  }

  private giveUp(error: unknown): void {
    this.whereabouts();
    this.state.failure = failureOf(error);
    this.state.phase = "failed";
    this.state.openId = null;
    this.endRun();
  }
}
