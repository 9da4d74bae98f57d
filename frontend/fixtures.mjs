// Take the few official examples that the tests compare our components with out of govuk-frontend's own.
import { readFileSync, writeFileSync } from 'node:fs'

const wanted = {
  button: ['default', 'prevent double click', 'link'],
  'character-count': ['default', 'with hint'],
  checkboxes: ['default', 'with divider and None'],
  'date-input': ['with items', 'with errors only (using items and classes)'],
  details: ['default'],
  'error-summary': ['default'],
  'exit-this-page': ['default'],
  'file-upload': ['default', 'with error message and hint', 'allows multiple files'],
  'generic-header': ['default'],
  input: ['default', 'with error message', 'with hint text'],
  'notification-banner': ['default', 'with type as success'],
  'phase-banner': ['default'],
  radios: ['default', 'inline', 'with conditional items'],
  select: ['default', 'with hint text and error message'],
  'service-navigation': ['default', 'with navigation with a current item'],
  'skip-link': ['default'],
  'summary-list': ['default', 'with actions'],
  tag: ['default', 'grey'],
  textarea: ['default', 'with error message']
}
const home = 'node_modules/govuk-frontend'
const version = JSON.parse(readFileSync(`${home}/package.json`)).version
const components = {}
for (const [name, names] of Object.entries(wanted)) {
  const { fixtures } = JSON.parse(readFileSync(`${home}/dist/govuk/components/${name}/fixtures.json`))
  components[name] = fixtures
    .filter((fixture) => names.includes(fixture.name))
    .map(({ name, options, html }) => ({ name, options, html }))
  const absent = names.filter((wantedName) => !components[name].some((fixture) => fixture.name === wantedName))
  if (absent.length > 0) console.error(`${name}: no ${absent.join(', ')}`)
}
writeFileSync(
  '../src/upstander/faces/kit/tests/govuk_examples.json',
  JSON.stringify({ licence: `From govuk-frontend ${version}, MIT, Copyright (C) Crown Copyright (Government Digital Service)`, components }, null, 1) + '\n'
)
