// Build the one style sheet and the one script into the Python package; with --check, only say whether they are up to date.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'
import * as sass from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const home = join(here, '../src/upstander/faces/kit/static/kit')
const images = join(here, 'node_modules/@ministryofjustice/frontend/moj/assets/images')
const version = (name) => JSON.parse(readFileSync(join(here, 'node_modules', name, 'package.json'))).version
const notice =
  `/*! govuk-frontend ${version('govuk-frontend')} and @ministryofjustice/frontend ` +
  `${version('@ministryofjustice/frontend')}, MIT, see LICENCES.txt */\n`

async function build (target) {
  mkdirSync(join(target, 'images'), { recursive: true })
  const css = sass.compile(join(here, 'app.scss'), {
    loadPaths: [here],
    style: 'compressed',
    quietDeps: true,
    logger: sass.Logger.silent
  }).css.replace(/^\uFEFF/, '')
  writeFileSync(join(target, 'upstander.css'), notice + css + '\n')
  for (const [, name] of css.matchAll(/url\(\.\/images\/([\w-]+\.svg)\)/g)) {
    cpSync(join(images, name), join(target, 'images', name))
  }
  const script = await esbuild.build({
    entryPoints: [join(here, 'app.mjs')],
    absWorkingDir: here,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2020',
    legalComments: 'none',
    write: false
  })
  writeFileSync(join(target, 'upstander.js'), notice + script.outputFiles[0].text)
  for (const name of ['LICENCES.txt', 'favicon.svg', 'favicon.png']) cpSync(join(here, 'own', name), join(target, name))
}

const files = (folder, below = '') =>
  readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? files(folder, join(below, entry.name)) : [join(below, entry.name)])

if (process.argv.includes('--check')) {
  const fresh = mkdtempSync(join(tmpdir(), 'assets-'))
  await build(fresh)
  const same = (name) => {
    try {
      return readFileSync(join(fresh, name)).equals(readFileSync(join(home, name)))
    } catch {
      return false
    }
  }
  const stale = [...new Set([...files(fresh), ...files(home)])].filter((name) => !same(name))
  rmSync(fresh, { recursive: true })
  if (stale.length > 0) {
    console.error(`Out of date, run make assets: ${stale.join(', ')}`)
    process.exit(1)
  }
  console.log('The built files are up to date')
} else {
  rmSync(home, { recursive: true, force: true })
  await build(home)
  console.log(`Built into ${home}`)
}
