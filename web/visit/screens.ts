// What screens in the hall show: films and pictures that move, played only while somebody sees them, and silent unless asked.

import { reactive, watch } from "vue";
import type { FileEntry } from "./config";
import type { Viewer } from "./engine";
import type { Screen } from "./hall";
import { say } from "./language";
import type { Visit } from "./visit";

/** What shows one screen's frames to whoever wants them. */
interface Player {
  start(): void;
  stop(): void;
  setMuted(isMuted: boolean): void;
  /** Shows the frame it is at, to a viewer that is new. */
  repeat(): void;
  destroy(): void;
}

export interface ScreenState {
  screen: Screen;
  /** In the picture, and near enough to look at. */
  isSeen: boolean;
  /** What the visitor wants; at first what they want of all motion. */
  wantsPlay: boolean;
  isMuted: boolean;
  /** Only films have any. */
  hasSound: boolean;
  /** Cannot be played here; the poster stands for it. */
  isBroken: boolean;
  /** The words of the captions at this moment. */
  caption: string;
  captionLang: string;
}

type Show = (frame: HTMLVideoElement | ImageBitmap) => void;

const isFilm = (file: string) => /\.(?:mp4|m4v|webm)$/i.test(file);

/** The words of a film's captions, in the visitor's language or in the one there is. Gives what ends it. */
function tellCaptions(state: ScreenState, video: HTMLVideoElement, files: Record<string, FileEntry>): () => void {
  const change = (file: string, _: unknown, onCleanup: (undo: () => void) => void) => {
    const { lang } = say(state.screen.captions);
    Object.assign(state, { caption: "", captionLang: lang });
    const url = files[file]?.url;
    if (url === undefined) return;
    const element = document.createElement("track");
    Object.assign(element, { kind: "captions", src: url, srclang: lang });
    video.append(element);
    const { track } = element;
    // Its cues are told, and shown by us: the film itself is drawn in the hall.
    track.mode = "hidden";
    const tell = () => {
      const cues = [...(track.activeCues ?? [])] as VTTCue[];
      state.caption = cues.map((cue) => cue.getCueAsHTML().textContent ?? "").join(" ");
    };
    track.addEventListener("cuechange", tell);
    onCleanup(() => {
      track.removeEventListener("cuechange", tell);
      element.remove();
    });
  };
  return watch(() => say(state.screen.captions).text, change, { immediate: true });
}

/** A film in an element that is never in the page. */
function filmPlayer(state: ScreenState, url: string, files: Record<string, FileEntry>, show: Show): Player {
  const video = document.createElement("video");
  Object.assign(video, { muted: true, loop: true, playsInline: true, preload: "none", src: url });
  video.addEventListener("error", () => (state.isBroken = true));
  const endCaptions = tellCaptions(state, video, files);
  let request = 0;
  let lastSecs = -1;
  // Browsers that don't tell of new frames are asked in every one of their own.
  const tells: boolean = "requestVideoFrameCallback" in video;
  const hasFrame = () => video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
  const next = () => (request = tells ? video.requestVideoFrameCallback(onFrame) : requestAnimationFrame(onFrame));
  const cancel = () => (tells ? video.cancelVideoFrameCallback(request) : cancelAnimationFrame(request));
  function onFrame() {
    if (tells || (hasFrame() && video.currentTime !== lastSecs)) {
      lastSecs = video.currentTime;
      show(video);
    }
    next();
  }
  const stop = () => {
    cancel();
    video.pause();
  };
  return {
    start() {
      if (!video.paused) return;
      // Where the browser itself has paused it, a request is still out.
      cancel();
      next();
      // A browser that plays nothing unasked leaves it to the visitor.
      video.play().catch((error: unknown) => {
        if (error instanceof DOMException && error.name === "NotAllowedError") state.wantsPlay = false;
      });
    },
    stop,
    setMuted: (isMuted) => (video.muted = isMuted),
    repeat() {
      if (hasFrame()) show(video);
    },
    destroy() {
      stop();
      endCaptions();
      video.removeAttribute("src");
      video.load();
    },
  };
}

interface Decoder {
  tracks: { ready: Promise<void>; selectedTrack: { frameCount: number } | null };
  completed: Promise<void>;
  decode(options: { frameIndex: number }): Promise<{ image: VideoFrame }>;
  close(): void;
}

/** The frames of a picture. */
interface Frames {
  count: number;
  at(index: number): Promise<{ bitmap: ImageBitmap; millis: number }>;
  close(): void;
}

/** Takes a picture apart with the browser's own decoder; where there is none, it has one frame. */
async function loadFrames(url: string): Promise<Frames> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const blob = await response.blob();
  const { ImageDecoder } = window as unknown as { ImageDecoder?: new (options: object) => Decoder };
  if (!ImageDecoder) return { count: 1, at: async () => ({ bitmap: await createImageBitmap(blob), millis: 0 }), close() {} };
  const decoder = new ImageDecoder({ type: blob.type, data: await blob.arrayBuffer() });
  try {
    await decoder.tracks.ready;
    await decoder.completed;
  } catch (error) {
    decoder.close();
    throw error;
  }
  return {
    count: decoder.tracks.selectedTrack?.frameCount ?? 1,
    async at(frameIndex) {
      const { image } = await decoder.decode({ frameIndex });
      try {
        return { bitmap: await createImageBitmap(image), millis: (image.duration ?? 100_000) / 1000 };
      } finally {
        image.close();
      }
    },
    close: () => decoder.close(),
  };
}

const sleep = (millis: number) => new Promise<void>((resolve) => setTimeout(resolve, millis));

/** A picture that moves. *Invariant:* it is fetched once, and one loop shows it, however often it starts and stops. */
function picturePlayer(state: ScreenState, url: string, show: Show): Player {
  let source: Promise<Frames> | null = null;
  let loop: Promise<void> | null = null;
  let isRunning = false;
  let isOver = false;
  let isMoving = false;
  /** The viewer there is has the frame at `index`. */
  let isShown = false;
  let index = 0;

  async function run(): Promise<void> {
    const frames = await (source ??= loadFrames(url));
    isMoving = frames.count > 1;
    while (!isOver && (!isShown || (isRunning && isMoving))) {
      if (isShown) index = (index + 1) % frames.count;
      const { bitmap, millis } = await frames.at(index);
      if (!isOver) show(bitmap);
      bitmap.close();
      isShown = true;
      if (isMoving) await sleep(millis);
    }
  }

  function ensureLoop(): void {
    loop ??= run()
      .catch(() => {
        // What is closed while it decodes fails, too.
        if (!isOver) state.isBroken = true;
      })
      .finally(() => (loop = null));
  }

  return {
    start() {
      isRunning = true;
      if (isMoving || !isShown) ensureLoop();
    },
    stop() {
      isRunning = false;
    },
    setMuted() {},
    repeat() {
      isShown = false;
      ensureLoop();
    },
    destroy() {
      isOver = true;
      // Also what is still on its way.
      source?.then((frames) => frames.close()).catch(() => {});
    },
  };
}

/** All screens of a hall. *Invariant:* plays nothing that isn't seen, and nothing at all in a hidden tab. */
export class Screens {
  readonly states: ScreenState[];
  private readonly players = new Map<ScreenState, Player>();
  private readonly listening = new AbortController();
  private readonly reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
  /** What would play if motion were wanted. */
  private readonly calmed = new Set<ScreenState>();
  private viewer: Viewer | null = null;
  private frame = 0;

  constructor(private readonly visit: Visit) {
    const screens = visit.state.hall?.screens ?? [];
    const first = { isSeen: false, wantsPlay: true, isMuted: true, isBroken: false, caption: "", captionLang: "" };
    this.states = reactive(screens.map((screen) => ({ ...first, screen, hasSound: isFilm(screen.file) })));
    const { signal } = this.listening;
    this.reducedMotion.addEventListener("change", this.heedMotion, { signal });
    // No frame comes to a hidden tab, in which what plays could be stopped.
    document.addEventListener("visibilitychange", () => document.hidden && this.players.forEach((player) => player.stop()), { signal });
    this.heedMotion();
    this.follow();
  }

  destroy(): void {
    cancelAnimationFrame(this.frame);
    this.listening.abort();
    this.players.forEach((player) => player.destroy());
    this.players.clear();
  }

  setMuted(state: ScreenState, isMuted: boolean): void {
    state.isMuted = isMuted;
    this.players.get(state)?.setMuted(isMuted);
  }

  /** What the visitor wants of one screen, whatever they want of all motion. */
  setPlaying(state: ScreenState, wantsPlay: boolean): void {
    state.wantsPlay = wantsPlay;
    this.calmed.delete(state);
  }

  /** Where motion is not wanted all stand still; when it is again, only those go on that nobody has paused. */
  private readonly heedMotion = (): void => {
    const isCalm = this.reducedMotion.matches;
    if (isCalm) this.states.filter((state) => state.wantsPlay).forEach((state) => this.calmed.add(state));
    this.calmed.forEach((state) => (state.wantsPlay = !isCalm));
    if (!isCalm) this.calmed.clear();
  };

  private readonly follow = (): void => {
    this.frame = requestAnimationFrame(this.follow);
    const viewer = this.visit.state.phase === "inside" ? this.visit.viewer : null;
    if (viewer && viewer !== this.viewer) {
      this.viewer = viewer;
      this.players.forEach((player) => player.repeat());
    }
    const seen = viewer?.seenScreens();
    this.states.forEach((state, index) => {
      state.isSeen = (seen?.[index] ?? 0) > 0;
      const plays = state.isSeen && state.wantsPlay && !state.isBroken && !document.hidden;
      if (plays) (this.players.get(state) ?? this.player(state, index))?.start();
      else this.players.get(state)?.stop();
    });
  };

  /** Made when it is needed for the first time: what nobody looks at is not even fetched. */
  private player(state: ScreenState, index: number): Player | undefined {
    const { files } = this.visit.config;
    const url = files[state.screen.file]?.url;
    if (url === undefined) {
      state.isBroken = true;
      return undefined;
    }
    const show: Show = (frame) => this.visit.viewer?.showOnScreen(index, frame);
    const player = isFilm(state.screen.file) ? filmPlayer(state, url, files, show) : picturePlayer(state, url, show);
    this.players.set(state, player);
    return player;
  }
}
