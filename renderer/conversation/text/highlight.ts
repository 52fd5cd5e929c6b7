/**
 * Code with its parts told apart, as a tree: lowlight's, without anything but names of parts and text. Loaded when the first
 * code with a language is shown.
 */
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import diff from 'highlight.js/lib/languages/diff';
import go from 'highlight.js/lib/languages/go';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import kotlin from 'highlight.js/lib/languages/kotlin';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { createLowlight } from 'lowlight';
import type { Part } from './code';

const lowlight = createLowlight({
  ...{ bash, c, cpp, csharp, css, diff, go, java, javascript, json, kotlin, python, rust, sql, typescript, xml, yaml },
});

type Nodes = ReturnType<typeof lowlight.highlight>['children'];

/** @returns null for a language that is not known here */
export function highlight(code: string, language: string): readonly Part[] | null {
  return lowlight.registered(language) ? partsOf(lowlight.highlight(language, code).children) : null;
}

const partsOf = (nodes: Nodes): Part[] =>
  nodes.flatMap((node): Part[] => {
    if (node.type === 'text') return [node.value];
    if (node.type !== 'element') return [];
    const [name = ''] = Array.isArray(node.properties.className) ? node.properties.className : [];
    return [{ what: String(name).replace(/^hljs-/u, ''), parts: partsOf(node.children) }];
  });
