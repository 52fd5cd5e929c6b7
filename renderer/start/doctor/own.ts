/** The sentences of a look at one's own porch. */
import type { DialOutcome, OwnLook } from '../../../protocol';
import { speech } from '../../words';
import { openings } from './commands';
import type { Line, Verdict } from './examination.svelte';

/** Members who dialled back; `asked: null`: nobody could be asked from here. */
export type DialledBack =
  | { asked: null; soon?: boolean }
  | { asked: number; outcomes: readonly { name: string; host: string | undefined; outcome: DialOutcome }[] };

export interface OwnFindings {
  look: OwnLook;
  /** Absent as long as their answers are waited for. */
  dialled?: DialledBack;
}

const placeOf = (url: string): string => new URL(url).host;

function firewallLine({ firewall, firewallOn }: OwnLook): Line[] {
  const words = speech.words.doctor.own;
  if (firewall === null || firewallOn === null) return [{ state: 'unlooked', text: words.firewallUnknown }];
  const { name } = openings[firewall];
  return [
    firewallOn ? { state: 'unlooked', text: words.firewallOn(name) } : { state: 'ok', text: words.firewallOff(name) },
  ];
}

function dialledLines(dialled: DialledBack): Line[] {
  const words = speech.words.doctor.own;
  if (dialled.asked === null) return [{ state: 'unlooked', text: dialled.soon ? words.askedJustNow : words.notInside }];
  if (dialled.asked === 0) return [{ state: 'unlooked', text: words.nobodyToAsk }];
  if (dialled.outcomes.length === 0) return [{ state: 'unlooked', text: words.nobodyAnswered }];
  return dialled.outcomes.map(({ name, host, outcome }) => ({
    state: outcome === 'reached' ? 'ok' : 'failed',
    text: words.dialled[outcome](name, host ?? ''),
  }));
}

export function linesOfOwn({ look, dialled }: OwnFindings): Line[] {
  const words = speech.words.doctor.own;
  return [
    ...look.addresses.map(({ url, interface: link, answers }): Line => {
      const said = answers ? words.answers : words.deaf;
      return { state: answers ? 'ok' : 'failed', text: said(placeOf(url), link) };
    }),
    ...firewallLine(look),
    ...(dialled ? dialledLines(dialled) : []),
  ];
}

/** What the findings come to. Deaf addresses first: no firewall matters where nothing listens. */
function causeOf({ look, dialled }: OwnFindings) {
  const deaf = look.addresses.filter(({ answers }) => !answers);
  if (!look.network) return 'noNetwork';
  if (deaf.length === look.addresses.length) return 'deaf';
  const outcomes = dialled && dialled.asked !== null ? dialled.outcomes : [];
  if (outcomes.some(({ outcome }) => outcome === 'reached')) return deaf.length > 0 ? 'partlyDeaf' : 'fine';
  if (outcomes.some(({ outcome }) => outcome === 'silent' || outcome === 'closed')) return 'blocked';
  if (deaf.length > 0) return 'partlyDeaf';
  return look.firewallOn === true ? 'maybeBlocked' : 'unproven';
}

export function verdictOfOwn(findings: OwnFindings): Verdict {
  const cause = causeOf(findings);
  const { look } = findings;
  const good = look.addresses.find(({ answers }) => answers);
  const { title, advice } = speech.words.doctor.own.causes[cause];
  const opens = cause === 'blocked' || cause === 'maybeBlocked' || cause === 'unproven';
  return {
    title,
    advice: advice(good ? placeOf(good.url) : ''),
    fine: cause === 'fine',
    ...(opens ? { open: { port: look.port, known: look.firewall } } : {}),
    ...(cause === 'partlyDeaf' && good ? { instead: good.url } : {}),
  };
}
