// What is asked for with a "show" button comes into the page without loading it anew. Without this, the page loads anew.
const shown = (address) => new URL(address, location.href).searchParams.getAll('shown')

async function show (form) {
  const body = new URLSearchParams(new FormData(form))
  for (const part of shown(location.href)) body.append('shown', part)
  const answer = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'text/html' } })
  if (!answer.ok) throw new Error(answer.statusText)
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const fresh = page.getElementById(form.dataset.upShow)
  const here = document.getElementById(form.dataset.upShow)
  if (!fresh || !here) {
    location.assign(answer.url)
    return
  }
  here.replaceWith(fresh)
  const count = page.getElementById('looks-count')
  if (count) document.getElementById('looks-count')?.replaceWith(count)
  history.replaceState(null, '', answer.url)
  fresh.tabIndex = -1
  fresh.focus({ preventScroll: true })
}

// One listener for the whole page: what comes in later is heard too.
document.addEventListener('submit', (event) => {
  const form = event.target
  if (!form.matches('form[data-up-show]') || form.dataset.upBusy) return
  event.preventDefault()
  form.dataset.upBusy = '1'
  // Without a net, or with an answer that is no page: as without this script.
  show(form).catch(() => form.submit())
})
