// The one script of Upstander. Every page works without it; it only adds comfort.
import {
  Accordion,
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  ExitThisPage,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  Tabs,
  createAll
} from 'govuk-frontend'
import './session.mjs'
import './keys.mjs'
import './show.mjs'

// Here and not in the page, so that the content security policy can refuse every inline script.
document.body.classList.add('js-enabled', 'govuk-frontend-supported')

for (const Component of [
  Accordion,
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  ExitThisPage,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  Tabs
]) {
  createAll(Component)
}

// The design system tells with aria-expanded that an answer reveals a question; the radio role does not have that state,
// and the revealed question follows its answer in reading order anyway.
for (const radio of document.querySelectorAll('input[type=radio][aria-expanded]')) {
  const drop = () => radio.removeAttribute('aria-expanded')
  new MutationObserver(drop).observe(radio, { attributes: true, attributeFilter: ['aria-expanded'] })
  drop()
}
