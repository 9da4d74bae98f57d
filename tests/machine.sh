#!/usr/bin/env bash
# Install what the tests need from the distribution's packages, or say the exact command where that needs root.
set -eu
missing=()
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium fonts-liberation)
command -v bwrap >/dev/null || missing+=(bubblewrap)
[ -x /usr/bin/ffmpeg ] || missing+=(ffmpeg)
[ -x /usr/bin/tesseract ] || missing+=(tesseract-ocr tesseract-ocr-eng)
command -v pdftoppm >/dev/null || missing+=(poppler-utils)
command -v openssl >/dev/null || missing+=(openssl)
command -v unzip >/dev/null || missing+=(unzip)
command -v strace >/dev/null || missing+=(strace)
[ ${#missing[@]} -eq 0 ] && exit 0
if ! command -v apt-get >/dev/null; then
  echo "The tests need: ${missing[*]}. Install them with this system's package manager and run 'make test' again."
  exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    SUDO=sudo
  else
    echo "The tests need packages that only root can install. Run this once, then 'make test' again:"
    echo "  sudo apt-get update && sudo apt-get install --yes --no-install-recommends ${missing[*]}"
    exit 1
  fi
fi
echo "Installing ${missing[*]} (once)"
${SUDO:-} apt-get update -qq
DEBIAN_FRONTEND=noninteractive ${SUDO:-} apt-get install -qq --yes --no-install-recommends "${missing[@]}" >/dev/null
