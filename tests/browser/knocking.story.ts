/** Knocking: at the door with a browser, and inside where it is answered. */
import { person as talking } from '../support/server';
import { expect, test } from './household';

test.use({ porchPassword: '마루 열쇠' });

test('who does not know the password knocks with a few words, and is in as soon as somebody opens', async ({
  household,
  person,
}) => {
  const narae = await household.comes(await person(), '나래', 'moderator');
  const subin = await person();
  await subin.page.goto(household.url);
  await subin.page.getByRole('textbox', { name: 'Your name' }).fill('수빈');
  // By keyboard alone.
  const instead = subin.page.getByRole('button', { name: 'I do not know the password: knock' });
  await instead.focus();
  await subin.page.keyboard.press('Enter');
  await expect(subin.page.getByRole('textbox', { name: 'Your name' })).toHaveValue('수빈');
  await expect(subin.page.getByRole('textbox', { name: 'A few words (optional)' })).toBeFocused();
  await subin.page.keyboard.type('3층 디자인팀이에요');
  await subin.page.keyboard.press('Enter');
  await expect(subin.page.getByRole('status').filter({ hasText: 'You have knocked at 디자인실 마루.' })).toBeVisible();
  await expect(subin.page.getByRole('button', { name: 'Stop waiting' })).toBeFocused();

  const door = narae.page.getByRole('region', { name: 'At the door' });
  await expect(door).toContainText('수빈 is knocking · “3층 디자인팀이에요” · a browser');
  await door.getByRole('button', { name: 'Add a word' }).focus();
  await narae.page.keyboard.press('Enter');
  await expect(door.getByRole('textbox', { name: 'A word to 수빈' })).toBeFocused();
  await narae.page.keyboard.type('어서 와요');
  await door.getByRole('button', { name: 'Let 수빈 in' }).focus();
  await narae.page.keyboard.press('Enter');

  await expect(subin.composer).toBeVisible();
  await expect(door).toBeHidden();
  await expect(narae.composer).toBeFocused();
  await subin.say('고마워요');
  await narae.sees('고마워요');
});

test(
  'several at the door stand in a list; one goes in, one is sent away with a word',
  { tag: '@long' },
  async ({ household, person }) => {
    const narae = await household.comes(await person(), '나래', 'moderator');
    const [subin, mateo] = [await person(), await person()];
    for (const [who, name] of [
      [subin, '수빈'],
      [mateo, 'Mateo'],
    ] as const) {
      await who.page.goto(household.url);
      await who.page.getByRole('textbox', { name: 'Your name' }).fill(name);
      await who.page.getByRole('button', { name: 'I do not know the password: knock' }).click();
      await who.page.getByRole('button', { name: 'Knock' }).click();
      await expect(who.page.getByRole('button', { name: 'Stop waiting' })).toBeVisible();
    }
    const door = narae.page.getByRole('region', { name: 'At the door' });
    await expect(door).toContainText('2 people are knocking');
    await expect(door.getByRole('listitem')).toHaveCount(1);
    await door.getByRole('button', { name: 'Show them' }).click();
    await expect(door.getByRole('listitem')).toHaveCount(2);
    const second = door.getByRole('listitem').filter({ hasText: 'Mateo' });
    await second.getByRole('button', { name: 'Add a word' }).click();
    await second.getByRole('textbox').fill('내일 다시 와 주세요');
    await second.getByRole('button', { name: 'Send Mateo away' }).click();
    await expect(mateo.page.getByRole('alert')).toContainText('They say: “내일 다시 와 주세요”');
    // The door is not shut for good: there is another try, and the password.
    await expect(mateo.page.getByRole('button', { name: 'Knock' })).toBeVisible();
    await mateo.page.getByRole('button', { name: 'I have the password' }).click();
    await mateo.page.getByRole('textbox', { name: 'Password' }).fill('마루 열쇠');
    await mateo.page.getByRole('button', { name: 'Join' }).click();
    await expect(mateo.composer).toBeVisible();
    await door.getByRole('button', { name: 'Let 수빈 in' }).click();
    await expect(subin.composer).toBeVisible();
  },
);

test('who stops waiting is at the door no more, and comes back to the form', async ({ household, person }) => {
  const narae = await household.comes(await person(), '나래', 'moderator');
  const subin = await person();
  await subin.page.goto(household.url);
  await subin.page.getByRole('textbox', { name: 'Your name' }).fill('수빈');
  await subin.page.getByRole('button', { name: 'I do not know the password: knock' }).click();
  await subin.page.getByRole('button', { name: 'Knock' }).click();
  const door = narae.page.getByRole('region', { name: 'At the door' });
  await expect(door).toContainText('수빈');
  await subin.page.getByRole('button', { name: 'Stop waiting' }).click();
  await expect(subin.page.getByRole('button', { name: 'Knock' })).toBeVisible();
});

test('a server that goes away and comes back finds who knocks still there', async ({ household, person }) => {
  const subin = await person();
  await subin.page.goto(household.url);
  await subin.page.getByRole('textbox', { name: 'Your name' }).fill('수빈');
  await subin.page.getByRole('button', { name: 'I do not know the password: knock' }).click();
  await subin.page.getByRole('button', { name: 'Knock' }).click();
  await expect(subin.page.getByText('As soon as somebody opens, you are in by yourself.')).toBeVisible();
  const again = await household.server.restart();
  try {
    await expect(subin.page.getByText('The connection is gone.')).toBeVisible();
    await expect(subin.page.getByText('As soon as somebody opens, you are in by yourself.')).toBeVisible();
    // What waited was in the memory of the one before: it was knocked anew.
    const yunseo = await talking(again.url, '윤서', { hostKey: again.hostKey });
    const [knock] = yunseo.resumed.knocks ?? [];
    expect(knock).toMatchObject({ name: '수빈' });
    await yunseo.talker.must('answerKnock', { id: knock?.id, admit: true });
    await expect(subin.composer).toBeVisible();
    yunseo.talker.close();
  } finally {
    await again.close();
  }
});
