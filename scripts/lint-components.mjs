#!/usr/bin/env node
// The lint rules that ask for types, on components, which oxlint does not read. ESLint by itself makes the whole program anew for
// each, which took longer than all else it does; here they stand in one. Ends with 1 where one of them breaks a rule.
import { ESLint } from 'eslint';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'svelte/compiler';
import tsc from 'typescript';
import ts from 'typescript-eslint';
import { root } from './prepare.mjs';

/** The rules that ask for types, as .oxlintrc.json has them for all other files. */
function typedRules() {
  const text = fs.readFileSync(path.join(root, '.oxlintrc.json'), 'utf8');
  const { overrides } = JSON.parse(text.replaceAll(/^\/\/.*$/gm, ''));
  const { rules } = overrides.find((override) => 'typescript/no-floating-promises' in override.rules);
  const named = Object.entries(rules).map(([name, setting]) => [
    name.replace('typescript/', '@typescript-eslint/'),
    setting,
  ]);
  return Object.fromEntries(named);
}

/** The functions with statements that stand in markup: there a promise can be lost, too. */
function functionsIn(node) {
  if (node === null || typeof node !== 'object') return [];
  if (Array.isArray(node)) return node.flatMap(functionsIn);
  if (/FunctionExpression$/.test(node.type ?? '') && node.body?.type === 'BlockStatement') return [node];
  return Object.values(node).flatMap(functionsIn);
}

/**
 * What a component does, as a module: its scripts where they stand, so that lines are those of the component, and behind them
 * the functions of its markup. What these take from a block around them has no type there.
 * @param {string} source
 */
export function scriptOf(source) {
  const { module, instance, fragment } = parse(source, { modern: true });
  const scripts = [module, instance].flatMap((script) => (script ? [script.content] : []));
  const kept = (at) => scripts.some(({ start, end }) => at >= start && at < end);
  const script = [...source].length === source.length ? source : source.replaceAll(/[\u{10000}-\u{10ffff}]/gu, '??');
  const blank = Array.from(script, (letter, at) => (kept(at) || letter === '\n' ? letter : ' ')).join('');
  const inMarkup = functionsIn(fragment).map(({ start, end }) => `void (${source.slice(start, end)});`);
  return `${blank}\n${inMarkup.join('\n')}\nexport {};\n`;
}

/** @param {string} component absolute */
const nameOf = (component) => `${component}.script.ts`;

/** One program of all that is in `texts`, by absolute name, and of what they name. */
export function programOf(texts) {
  const { config } = tsc.readConfigFile(path.join(root, 'tsconfig.json'), tsc.sys.readFile);
  const { options } = tsc.parseJsonConfigFileContent({ ...config, include: [], files: [] }, tsc.sys, root);
  const host = tsc.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => texts.has(name) || fileExists(name);
  host.readFile = (name) => texts.get(name) ?? readFile(name);
  host.getSourceFile = (name, ...more) => {
    const text = texts.get(name);
    return text === undefined ? getSourceFile(name, ...more) : tsc.createSourceFile(name, text, ...more);
  };
  return tsc.createProgram([...texts.keys()], options, host);
}

/** @param {Map<string, string>} texts by absolute name */
export async function lint(texts) {
  const eslint = new ESLint({
    cwd: root,
    overrideConfigFile: true,
    overrideConfig: {
      files: ['**/*.ts'],
      plugins: { '@typescript-eslint': ts.plugin },
      languageOptions: { parser: ts.parser, parserOptions: { programs: [programOf(texts)] } },
      linterOptions: { reportUnusedDisableDirectives: 'off' },
      rules: typedRules(),
    },
  });
  const results = [];
  for (const [filePath, text] of texts) results.push(...(await eslint.lintText(text, { filePath })));
  return results;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = path.join(root, 'renderer');
  const components = fs
    .readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.svelte'))
    .map((name) => path.join(folder, name));
  const texts = components.map((name) => [nameOf(name), scriptOf(fs.readFileSync(name, 'utf8'))]);
  const results = await lint(new Map(texts));
  const wrong = results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, ruleId, message }) => `${path.relative(root, filePath)}:${line} ${ruleId ?? ''} ${message}`),
  );
  wrong.forEach((line) => console.error(line.replace('.script.ts:', ':')));
  console.log(`${components.length} components`);
  process.exit(wrong.length > 0 ? 1 : 0);
}
