/**
 * `npm run image`: does what deploy/Dockerfile says without Docker. Each stage is a folder of its own; what is copied is what git has
 * and .dockerignore leaves; steps are run in it; then the image's command is started with its settings, its health is asked as the
 * image asks it, the first page is fetched, and it is told to end. It needs the registry of packages and some minutes.
 * What it cannot show: the base image itself, its user and its folders outside the project (such a step is named and left out).
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, matchesGlob } from 'node:path';
import { scheduler } from 'node:timers/promises';

const ROOT = join(import.meta.dirname, '..');
/** Looks at its health; a second lies between two. */
const MOST_LOOKS = 120;

interface Stage {
  folder: string;
  workdir: string;
  env: Record<string, string>;
  command: string[];
  health: string[];
}

/** The instructions, comments and continued lines taken out. */
export function instructionsOf(dockerfile: string): { word: string; rest: string }[] {
  return dockerfile
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [word = '', ...rest] = line.trim().split(/\s+/);
      return { word, rest: rest.join(' ') };
    });
}

/** Whether .dockerignore keeps the file out: a pattern names a file, or a folder with all that is in it. */
export function isIgnored(file: string, patterns: readonly string[]): boolean {
  return patterns.some((one) => matchesGlob(file, one) || matchesGlob(file, `${one}/**`));
}

function run(command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv): void {
  const { status } = spawnSync(command, args, { cwd, env, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${status}`);
}

/** What `COPY . .` would see. */
function contextFiles(): string[] {
  const listed = spawnSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' });
  if (listed.status !== 0) throw new Error('git could not say what the project has');
  const patterns = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n').filter(Boolean);
  return listed.stdout.split('\0').filter((file) => file !== '' && !isIgnored(file, patterns));
}

function copy(files: readonly string[], stage: Stage, [from = '', to = '']: string[]): void {
  const source = from.replace(/^\.\//, '');
  const wanted = files.filter(
    (file) => source === '.' || file === source || file.startsWith(`${source}/`),
  );
  if (wanted.length === 0) throw new Error(`COPY ${from}: there is nothing of that name`);
  for (const file of wanted) {
    const isFile = file === source;
    const inside = source === '.' ? file : file.slice(source.length + 1);
    const target = isFile ? (to.endsWith('/') ? join(to, file) : to) : join(to, inside);
    const full = join(stage.folder, stage.workdir, target);
    mkdirSync(dirname(full), { recursive: true });
    cpSync(join(ROOT, file), full);
  }
}

/** Builds all stages; the last one is the image. */
function build(scratch: string): Stage {
  // Our own tools would hide that the image lacks one.
  const path = (process.env['PATH'] ?? '')
    .split(':')
    .filter((one) => !one.includes('node_modules'))
    .join(':');
  const outer = { ...process.env, PATH: `${dirname(process.execPath)}:${path}` };
  const files = contextFiles();
  const stages = new Map<string, Stage>();
  let stage: Stage | undefined;
  const dockerfile = readFileSync(join(ROOT, 'deploy', 'Dockerfile'), 'utf8');
  for (const { word, rest } of instructionsOf(dockerfile)) {
    console.log(`${word} ${rest}`);
    const words = rest.split(' ');
    if (word === 'FROM') {
      const name = /\bAS (\w+)$/.exec(rest)?.[1] ?? 'image';
      stage = { folder: join(scratch, name), workdir: '/', env: {}, command: [], health: [] };
      mkdirSync(stage.folder, { recursive: true });
      stages.set(name, stage);
      continue;
    }
    if (stage === undefined) throw new Error(`${word} before FROM`);
    const cwd = () => join(stage?.folder ?? '', stage?.workdir ?? '');
    switch (word) {
      case 'WORKDIR':
        stage.workdir = rest;
        mkdirSync(cwd(), { recursive: true });
        break;
      case 'ENV':
        for (const [, name = '', value = ''] of rest.matchAll(/(\w+)=(\S+)/g))
          stage.env[name] = value.replace('file:/', `file:${stage.folder}/`);
        break;
      case 'COPY': {
        const from = stages.get(/^--from=(\w+)/.exec(rest)?.[1] ?? '');
        const target = words.at(-1) ?? '';
        if (from !== undefined)
          cpSync(join(from.folder, words[1] ?? ''), join(cwd(), target), {
            ...{ recursive: true, verbatimSymlinks: true },
          });
        else for (const source of words.slice(0, -1)) copy(files, stage, [source, target]);
        break;
      }
      case 'RUN':
        if (/(^|\s)\/\w/.test(rest)) {
          for (const [, folder = ''] of rest.matchAll(/mkdir (\/\S+)/g))
            mkdirSync(join(stage.folder, folder), { recursive: true });
          console.log('  (of a step outside the project only the folders are made)');
        } else run('sh', ['-c', rest], cwd(), { ...outer, ...stage.env });
        break;
      case 'CMD':
        stage.command = JSON.parse(rest) as string[];
        break;
      case 'HEALTHCHECK':
        stage.health = JSON.parse(rest.slice(rest.indexOf('CMD ') + 4)) as string[];
        break;
      case 'USER':
      case 'VOLUME':
      case 'EXPOSE':
        break;
      default:
        throw new Error(`${word} is not known here`);
    }
  }
  if (stage === undefined) throw new Error('there is no stage');
  return stage;
}

/** Starts what was built, asks for its health as the image does, and ends it. */
async function start({ folder, workdir, env, command, health }: Stage): Promise<void> {
  const cwd = join(folder, workdir);
  const [program = '', ...args] = command;
  // Nothing of this machine's settings: the image's own, and a port that is free here.
  const settings = {
    ...{ PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, HOME: folder },
    ...env,
    ...{ HOST: '127.0.0.1', PORT: '0' },
  };
  const server: ChildProcess = spawn(program, args, {
    ...{ cwd, env: settings, stdio: ['ignore', 'pipe', 'inherit'] },
  });
  const ended = new Promise<number | null>((done) => server.once('close', done));
  let said = '';
  server.stdout?.setEncoding('utf8').on('data', (text: string) => (said += text));
  try {
    const asks = health.slice(1);
    for (let look = 0; ; look += 1) {
      if (look === MOST_LOOKS || server.exitCode !== null)
        throw new Error(`it did not become healthy:\n${said}`);
      const port = /^Spoedkaart: http:\S+:(\d+)$/m.exec(said)?.[1];
      const asked =
        port !== undefined &&
        spawnSync(program, asks, { cwd, env: { ...settings, PORT: port } }).status === 0;
      if (!asked) {
        await scheduler.wait(1_000);
        continue;
      }
      const url = `http://127.0.0.1:${port}`;
      for (const path of ['/api/v1/health/ready', '/']) {
        const answer = await fetch(`${url}${path}`);
        await answer.arrayBuffer();
        console.log(`GET ${path} ${answer.status}`);
        if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
      }
      break;
    }
    server.kill('SIGTERM');
    const code = await ended;
    if (code !== 0) throw new Error(`told to end, it ended with ${code}`);
    console.log('ended with 0 when it was told to');
  } finally {
    server.kill('SIGKILL');
  }
}

if (import.meta.main) {
  const scratch = mkdtempSync(join(tmpdir(), 'spoedkaart-image-'));
  try {
    await start(build(scratch));
    console.log('The image is as its Dockerfile says, as far as can be shown without Docker.');
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
