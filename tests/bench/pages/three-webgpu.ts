import { BundleGroup, NeutralToneMapping, PMREMGenerator, WebGPURenderer } from "three/webgpu";
import { RoomEnvironment } from "three/addons/environments/RoomEnvironment.js";
import { play } from "./stage";
import { castShadows, gather, loadHall, peerOf } from "./three-hall";

void play(async (canvas, shot) => {
  const renderer = new WebGPURenderer({ canvas, antialias: true, forceWebGL: shot.backend === "webgl2" });
  renderer.toneMapping = NeutralToneMapping;
  renderer.setSize(innerWidth, innerHeight, false);
  const [hall] = await Promise.all([loadHall(shot), renderer.init()]);
  if (shot.light === "hall" || shot.isAlike) hall.scene.environment = new PMREMGenerator(renderer).fromScene(new RoomEnvironment()).texture;
  if (shot.isTuned) {
    const group = new BundleGroup();
    // Else the group leaves the draw list with its middle, and a bundle is made anew.
    group.frustumCulled = false;
    gather(hall, group);
    group.traverse((object) => (object.frustumCulled = false));
  }
  if (shot.isAlike) castShadows(hall, renderer.shadowMap);
  return peerOf(hall, shot, () => renderer.render(hall.scene, hall.camera), (width, height) => renderer.setSize(width, height, false));
});
