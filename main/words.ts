/** The few sentences the system itself shows: the tray and native dialogs; the menu's are in menu/, the page's in renderer/words. */
import type { Language, ServerState, TrayTerm } from '../protocol';

const ko = {
  menu: { quit: '끝내기' },
  closing: {
    question: '마루가 열려 있어요',
    detail:
      '창을 최소화하면 마루는 계속 열려 있어요. 마루를 닫으면 모두의 연결이 끊기지만, 나눈 이야기는 이 컴퓨터에 남아요.',
    stay: '최소화',
    stop: '마루 닫고 끝내기',
    cancel: '취소',
    hidden: {
      title: '마루가 계속 켜져 있어요',
      body: '트레이의 마루 아이콘을 누르면 창이 다시 나와요. 끝내려면 아이콘의 메뉴에서 끝내기를 누르세요.',
    },
  },
  leaving: {
    question: (people: number | null) => (people === null ? '마루가 열려 있어요' : `지금 마루에 ${people}명이 있어요`),
    detail: '끝내면 모두의 연결이 끊기지만, 나눈 이야기는 이 컴퓨터에 남아요.',
    stop: '마루 닫고 끝내기',
    close: '마루 닫기',
    cancel: '취소',
  },
  tray: {
    name: '마루',
    show: '마루 열기',
    server: (name: string, state: string, unread: number) =>
      `${name} · ${state}${unread > 0 ? ` · 안 읽은 메시지 ${unread}개` : ''}`,
    states: { connected: '연결됨', reconnecting: '연결하는 중', offline: '연결 끊김' } as Readonly<
      Record<ServerState, string>
    >,
    unread: (count: number) => `안 읽은 메시지 ${count}개`,
    porch: (name: string) => `내 마루: ${name}`,
    opening: '내 마루를 여는 중이에요',
    stop: '마루 닫기…',
    quiet: '방해 금지',
    quietOpen: '방해 금지 · 끌 때까지',
    quietUntil: (time: string) => `방해 금지 · ${time}까지`,
    terms: { half: '30분', one: '1시간', two: '2시간', tomorrow: '내일 아침까지' } as Readonly<
      Record<TrayTerm, string>
    >,
    notQuiet: '끄기',
    presenting: '발표 중',
    lock: '지금 잠그기',
    locked: '잠겨 있어요',
  },
  lock: {
    reason: '마루의 잠금을 풀려고 해요',
    textless: '새 소식이 있어요',
  },
};

type Words = typeof ko;

const en: Words = {
  menu: { quit: 'Quit' },
  closing: {
    question: 'Your porch is open',
    detail: 'Minimised, the porch stays open. Closing it disconnects everybody; what was said stays on this computer.',
    stay: 'Minimise',
    stop: 'Close the porch and quit',
    cancel: 'Cancel',
    hidden: {
      title: 'Maru is still running',
      body: 'Its icon in the tray brings the window back. To end it, choose Quit in the icon’s menu.',
    },
  },
  leaving: {
    question: (people) =>
      people === null
        ? 'Your porch is open'
        : people === 1
          ? 'One person is on your porch'
          : `${people} people are on your porch`,
    detail: 'Closing it disconnects everybody; what was said stays on this computer.',
    stop: 'Close the porch and quit',
    close: 'Close the porch',
    cancel: 'Cancel',
  },
  tray: {
    name: 'Maru',
    show: 'Show Maru',
    server: (name, state, unread) => `${name} · ${state}${unread > 0 ? ` · ${unread} unread` : ''}`,
    states: { connected: 'connected', reconnecting: 'connecting…', offline: 'offline' },
    unread: (count) => `${count} unread`,
    porch: (name) => `Your porch: ${name}`,
    opening: 'Your porch is opening',
    stop: 'Close the porch…',
    quiet: 'Do not disturb',
    quietOpen: 'Do not disturb · until you end it',
    quietUntil: (time) => `Do not disturb · until ${time}`,
    terms: { half: 'For 30 minutes', one: 'For 1 hour', two: 'For 2 hours', tomorrow: 'Until tomorrow morning' },
    notQuiet: 'Off',
    presenting: 'Presenting',
    lock: 'Lock now',
    locked: 'Locked',
  },
  lock: {
    reason: 'unlock Maru',
    textless: 'Something new for you',
  },
};

export const words: Readonly<Record<Language, Words>> = { ko, en };
