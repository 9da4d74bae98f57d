// Single keys for officers. A key does what the visible link, button or field does that names it in data-key; rows of a
// list (data-row) are walked with j and k. A page on which somebody switched them off carries neither, so nothing happens.
const WAIT = 1500
const ARROWS = { ArrowDown: 1, ArrowUp: -1 }
const MOVES = { j: 1, k: -1 }
const NOT_TYPED = ['checkbox', 'radio', 'button', 'submit', 'reset', 'image', 'file', 'color', 'range']

let begun = ''
let timer

const shown = (element) => element.getClientRects().length > 0

function typing (element) {
  if (!element || element === document.body) return false
  if (element.isContentEditable || ['TEXTAREA', 'SELECT'].includes(element.tagName)) return true
  return element.tagName === 'INPUT' && !NOT_TYPED.includes(element.type)
}

function rowOf (element) {
  return element && element.closest ? element.closest('[data-row]') : null
}

// What belongs to a row is reached from that row alone; of several others, the page's own goes before its navigation.
function meant (keys) {
  const row = rowOf(document.activeElement)
  const all = [...document.querySelectorAll('[data-key]')].filter((each) => each.dataset.key === keys && shown(each))
  const free = all.filter((each) => !rowOf(each))
  return all.find((each) => row && rowOf(each) === row) || free.find((each) => !each.closest('nav')) || free[0]
}

function step (by) {
  const rows = [...document.querySelectorAll('[data-row]')].filter(shown)
  if (rows.length === 0) return false
  const here = rows.indexOf(rowOf(document.activeElement))
  const next = here < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + by, 0), rows.length - 1)
  const link = rows[next].querySelector('[data-open]')
  if (!link) return false
  link.focus()
  rows[next].scrollIntoView({ block: 'nearest' })
  return true
}

function press (element) {
  element.focus()
  if (!['INPUT', 'TEXTAREA', 'SELECT'].includes(element.tagName)) element.click()
  return true
}

function done (key, where) {
  if (key in ARROWS) return rowOf(where) && where.tagName !== 'INPUT' ? step(ARROWS[key]) : false
  const keys = begun ? `${begun} ${key}` : key
  begun = ''
  clearTimeout(timer)
  const element = meant(keys)
  if (element) return press(element)
  if (keys in MOVES) return step(MOVES[keys])
  if ([...document.querySelectorAll('[data-key]')].some((each) => each.dataset.key.startsWith(`${keys} `))) {
    begun = keys
    timer = setTimeout(() => { begun = '' }, WAIT)
  }
  return false
}

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return
  if (event.repeat && !(event.key in ARROWS) && !(event.key in MOVES)) return
  if (event.key.length !== 1 && !(event.key in ARROWS)) return
  if (typing(event.target)) return
  if (done(event.key, event.target)) event.preventDefault()
})
