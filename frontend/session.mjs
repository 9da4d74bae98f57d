// Warn before a session ends, let people stay, and hand over what they were typing when it ends after all.
// The server alone knows when that is: another tab may have kept the session, so it is asked before anything is said.
const WARN = 120
const KEEP = 8
const TYPING = 60

const dialog = document.getElementById('session-warning')
if (dialog) watch(dialog)

function watch (dialog) {
  const words = dialog.querySelector('[data-session-left]')
  const said = document.querySelector('[data-session-said]')
  const form = dialog.querySelector('form')
  const stayButton = dialog.querySelector('[data-session-stay]')
  const closeButton = dialog.querySelector('[data-session-close]')
  let ends = Date.now() + Number(dialog.dataset.left) * 1000
  let final = false
  let busy = false
  let dismissed = false
  let handed = false
  let active = 0
  let edited = null
  let timer

  const left = () => Math.max(0, Math.ceil((ends - Date.now()) / 1000))
  const announce = (text) => { if (said.textContent !== text) said.textContent = text }

  function learn (told) {
    ends = Date.now() + told.left * 1000
    final = told.final
  }

  async function ask (address, more) {
    const answer = await fetch(address, { redirect: 'manual', headers: { Accept: 'application/json' }, ...more })
    if (!answer.ok) return false
    learn(await answer.json())
    return true
  }

  const stay = () => ask(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) })

  function gone () {
    const here = location.pathname + location.search
    location.replace(`${dialog.dataset.ended}?${new URLSearchParams({ next: handed ? dialog.dataset.kept : here })}`)
  }

  async function hand () {
    if (handed || !edited?.isConnected) return
    handed = true
    const fields = new URLSearchParams([...new FormData(edited)].filter(([, value]) => typeof value === 'string'))
    fields.set('csrfmiddlewaretoken', form.elements.csrfmiddlewaretoken.value)
    const to = new URL(edited.action, location.href)
    const at = `${dialog.dataset.keep}?${new URLSearchParams({ path: to.pathname + to.search })}`
    const answer = await fetch(at, { method: 'POST', body: fields, redirect: 'manual', keepalive: true })
    handed = answer.status === 204
  }

  function show () {
    const minutes = Math.ceil(left() / 60)
    const text = left() < 60
      ? dialog.dataset.seconds
      : minutes === 1 ? dialog.dataset.minute : dialog.dataset.minutes.replace('{count}', minutes)
    if (words.textContent !== text) words.textContent = text
    dialog.querySelector('[data-session-final]').hidden = !final
    stayButton.hidden = final
    closeButton.hidden = !final
    if (dismissed || dialog.open) announce(text)
    else dialog.showModal()
  }

  function hide () {
    dismissed = handed = false
    if (dialog.open) dialog.close()
  }

  async function look (asks = false) {
    clearTimeout(timer)
    if (busy) return
    busy = true
    try {
      if (asks || left() <= WARN) {
        if (left() <= KEEP && left() > 0) await hand()
        if (!await ask(dialog.dataset.session)) return gone()
        if (left() <= WARN && !final && Date.now() - active < TYPING * 1000 && !await stay()) return gone()
      }
      if (left() <= WARN) show()
      else hide()
    } catch {
      // No answer at all: nothing is known, and the page with what was typed stays until there is one.
    } finally {
      busy = false
    }
    const rest = left()
    const next = rest > WARN ? rest - WARN : rest > KEEP ? Math.min(20, rest - KEEP + 0.5) : Math.max(2, rest + 0.5)
    timer = setTimeout(() => look(), next * 1000)
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    try {
      if (!await stay()) return gone()
      hide()
      announce(dialog.dataset.stayed)
      look()
    } catch {
      form.submit()
    }
  })
  closeButton.addEventListener('click', () => { dismissed = true; dialog.close() })
  dialog.addEventListener('cancel', () => { dismissed = true })
  document.addEventListener('visibilitychange', () => { if (!document.hidden) look(true) })  // signed out in another tab, or asleep
  document.addEventListener('input', (event) => {
    active = Date.now()
    const typed = event.target.closest?.('main form')
    if (typed && typed.method === 'post') edited = typed
  })
  look()
}
