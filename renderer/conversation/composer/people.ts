/** Who can be named where one writes. */
import type { Naming } from '../../../client';
import {
  findEverybody,
  findMentions,
  limits,
  type FoundMention,
  type Id,
  type Member,
  type Mention,
  type Room,
} from '../../../protocol';

/** Those who are in a room: of an open one everybody who has not left it. */
export function peopleOf({ members, left }: Pick<Room, 'members' | 'left'>, all: ReadonlyMap<Id, Member>): Member[] {
  const within = members === null ? [...all.keys()].filter((id) => !left.includes(id)) : members;
  return within.flatMap((id) => {
    const member = all.get(id);
    return member?.standing === 'in' ? [member] : [];
  });
}

/**
 * Who is named in a text, and where.
 * @param chosen who was picked for a name: of namesakes it is they
 * @param present who else can be meant; nobody is meant by @room and @here unless they were picked
 */
export function meantIn(text: string, chosen: readonly Mention[], present: readonly Member[]): FoundMention[] {
  const meant = present.map(({ id, name }) => ({ member: id, name }));
  return findMentions(text, [...chosen, ...meant.filter(({ name }) => findEverybody(`@${name}`) === null)]);
}

/** The same, as it goes with the message. */
export function namingOf(text: string, chosen: readonly Mention[], present: readonly Member[]): Naming {
  const named = meantIn(text, chosen, present);
  const everybody = findEverybody(text, named);
  const mentions = [...new Map(named.map(({ member, name }) => [member, { member, name }])).values()];
  return {
    ...(mentions.length > 0 ? { mentions: mentions.slice(0, limits.mentions) } : {}),
    ...(everybody ? { everybody } : {}),
  };
}
