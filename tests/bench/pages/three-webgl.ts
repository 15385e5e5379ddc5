import { NeutralToneMapping, PMREMGenerator, WebGLRenderer } from "three";
import { RoomEnvironment } from "three/addons/environments/RoomEnvironment.js";
import { play } from "./stage";
import { batch, castShadows, loadHall, peerOf } from "./three-hall";

void play(async (canvas, shot) => {
  const renderer = new WebGLRenderer({ canvas, antialias: true });
  renderer.toneMapping = NeutralToneMapping;
  renderer.setSize(innerWidth, innerHeight, false);
  const hall = await loadHall(shot);
  if (shot.light === "hall" || shot.isAlike) hall.scene.environment = new PMREMGenerator(renderer).fromScene(new RoomEnvironment()).texture;
  if (shot.isTuned) batch(hall);
  if (shot.isAlike) castShadows(hall, renderer.shadowMap);
  return peerOf(hall, shot, () => renderer.render(hall.scene, hall.camera), (width, height) => renderer.setSize(width, height, false));
});
