/** What a member asks of the server about ways in and devices, their own and others'. */
import type { Answer, Input, NetworkCalls, Output } from '../protocol';
import type { Session } from './session';

export abstract class WaysIn {
  answerKnock: Session['answerKnock'] = (id, admit, note) =>
    this.ask('answerKnock', { id, admit, ...(note ? { note } : {}) });
  invite: Session['invite'] = (terms) => this.ask('invite', terms);
  pair: Session['pair'] = () => this.ask('pair', {});
  invitations: Session['invitations'] = () => this.ask('invitations', {});
  revoke: Session['revoke'] = (id) => this.ask('revoke', { id });
  makeCode: Session['makeCode'] = () => this.ask('makeCode', {});
  devices: Session['devices'] = () => this.ask('devices', {});
  askDialBack: Session['askDialBack'] = () => this.ask('askDialBack', {});
  signOut: Session['signOut'] = (device) => this.ask('signOut', { device });

  /** Refusals are answers, and so is `not-connected`. */
  protected abstract ask<N extends keyof NetworkCalls & string>(
    name: N,
    input: Input<NetworkCalls[N]>,
  ): Promise<Answer<Output<NetworkCalls[N]>>>;
}
