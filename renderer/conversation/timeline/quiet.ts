/** News that nobody said, as a sentence. */
import type { Id, Member, Room } from '../../../protocol';
import { speech } from '../../words';
import { nameOf, titleOf } from '../names';
import type { QuietEntry } from './row';

interface People {
  members: ReadonlyMap<Id, Member>;
  /** Those this person is in. */
  rooms: readonly Room[];
  me: Id | null;
}

/** Names are those of today where the member is known; else what they were called then. */
export function quietSentence(entry: QuietEntry, { members, rooms, me }: People, direct = false): string {
  const { conversation, messages } = speech.words;
  const present = (id: Id, then: string) => (members.has(id) ? nameOf(members.get(id), members) : then);
  const author = nameOf(entry.author === null ? null : members.get(entry.author), members);
  switch (entry.kind) {
    case 'joined':
      return conversation.joined(entry.author === null ? entry.body.name : present(entry.author, entry.body.name));
    case 'removed':
      return conversation.removed(entry.body.name);
    case 'created':
      if (entry.author === null) return conversation.openedPorch;
      return direct ? conversation.begun(author) : conversation.created(author);
    case 'entered': {
      const names = entry.body.members.map((id, at) => present(id, entry.body.names[at] ?? ''));
      const alone = entry.body.members.length === 1 && entry.body.members[0] === entry.author;
      return alone ? messages.entered(names[0] ?? author) : messages.letIn(author, names);
    }
    case 'left': {
      const { member, name } = entry.body;
      const whom = present(member, name);
      return entry.author === null || entry.author === member ? messages.leftRoom(whom) : messages.putOut(author, whom);
    }
    case 'renamed':
      return messages.renamed(author, entry.body.name);
    case 'topic':
      return entry.body.topic === '' ? messages.topicGone(author) : messages.topic(author, entry.body.topic);
    case 'archived':
      return entry.body.archived ? messages.archived(author) : messages.unarchived(author);
    case 'promoted': {
      const room = rooms.find(({ id }) => id === entry.body.room);
      return room ? messages.promoted(`# ${titleOf(room, { members, me })}`) : messages.promotedElsewhere;
    }
  }
}
