/** What this is made of, and the logs. */
export const about = {
  protocol: 'Protocol',
  browser: 'Browser',
  logs: 'Logs',
  logsLead:
    'For somebody who helps: what the app and its server noted, and on what they run. Tokens, passwords, invitations, fingerprints and names are taken out; what was said was never in them.',
  logsLeadBrowser:
    'For somebody who helps: what this page knows of its connection. Tokens, passwords, invitations, fingerprints and names are taken out; what was said is not in it.',
  addresses: 'With the addresses of machines',
  addressesHint: 'Without it each is a number.',
  save: 'Save the logs…',
  saved: 'The logs are saved.',
  notSaved: 'The file could not be written there.',
  licences: 'Licences',
  licencesLead: (count: string) =>
    `Maru is made with the work of others: ${count} packages, each under its own licence.`,
  noText: 'Its package holds no text of it.',
  noLicences: 'They were not built with this page.',
};
