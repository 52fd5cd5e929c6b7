/** Every way not to come in that the doctor knows: all of tests/doctor/scenes.ts. */
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { scenes } from './scenes';
import { noStage, Stage } from './stage';

const why = noStage();
describe.skipIf(why)(`every way not to come in${why ? ` (not run: ${why})` : ''}`, () => {
  let stage: Stage;
  beforeAll(async () => void (stage = await Stage.build()));
  afterEach(() => stage.clear());
  afterAll(() => stage.remove());

  for (const { name, play } of scenes) test(name, () => play(stage), 30_000);
});
