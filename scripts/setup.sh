# shellcheck shell=bash
# Installs what is missing, and says so; what is present is passed over in silence. Sourced by ./dev.
#
# Whatever is built is built aside and moved to its place when it is whole, so that an interrupted run only has to be repeated.

trunk_version=0.21.14
cargo_deny_version=0.20.2
cargo_fuzz_version=0.13.2
geckodriver_version=0.37.1

step() { printf '\n==> %s (usually %s)\n' "$1" "$2"; }

fail() {
  printf '\nerror: %s\n       %s\n' "$1" "$2" >&2
  exit 1
}

setup_build_tools() {
  check_prerequisites
  setup_wasm_std
  setup_trunk
  setup_wasm_bindgen
  setup_wasm_split
}

check_prerequisites() {
  command -v cargo >/dev/null || fail "cargo is missing." "Install Rust from https://rustup.rs, then run this again."
  command -v cc >/dev/null || fail "A C linker (cc) is missing; Rust needs one." "On Debian: apt-get install gcc libc6-dev. On macOS: xcode-select --install"
  local node_major
  node_major=$(node --version 2>/dev/null | sed -n 's/^v\([0-9]*\).*/\1/p')
  [ "${node_major:-0}" -ge 20 ] || fail "Node.js 20 or newer is missing (found: ${node_major:-none})." "Install it from https://nodejs.org, then run this again."
}

setup_trunk() {
  local present
  present=$(trunk --version 2>/dev/null || true)
  case $present in "trunk 0.21."*) return ;; esac
  step "Installing Trunk $trunk_version${present:+ in place of $present}" "4 minutes"
  CARGO_PROFILE_DEV_DEBUG=0 cargo install trunk --locked --debug --force --version $trunk_version ||
    fail "Trunk could not be installed." "Look at cargo's message above; when it is the network, run this again."
}

# The wasm-bindgen program must equal the wasm-bindgen crate to the last digit. A person may need another one elsewhere, so
# ours goes to the cache in which Trunk looks when the one on the PATH is of another version.
setup_wasm_bindgen() {
  bindgen_folder >/dev/null && return
  local version
  version=$(locked_version wasm-bindgen)
  step "Installing wasm-bindgen $version" "3 minutes"
  # Without --locked: its own lock file names crates that are no longer on every mirror.
  install_programs_into "$(trunk_cache)/wasm-bindgen-$version" wasm-bindgen-cli --version "$version"
}

# What splits a release's reader must be of the version of the crate that marks where.
setup_wasm_split() {
  local version folder
  version=$(locked_version wasm_split_helpers)
  folder=$(trunk_cache)/wasm-split-$version
  [ -x "$folder/wasm-split-cli" ] && return
  step "Installing wasm-split $version" "1 minute"
  install_programs_into "$folder" wasm_split_cli_support --locked --version "$version" --features build-binary
}

# Installs a crate's programs (the other arguments are cargo's) into a folder, which is whole or isn't there.
install_programs_into() {
  local folder=$1 aside
  shift
  mkdir -p "${folder%/*}"
  aside=$(mktemp -d "${folder%/*}/installing-XXXXXX")
  if ! PATH="$PATH:$aside/bin" cargo install "$@" --root "$aside"; then
    rm -rf "$aside"
    fail "$1 could not be installed." "Look at cargo's message above; when it is the network, run this again."
  fi
  rm -rf "$folder"
  mv "$aside/bin" "$folder"
  rm -rf "$aside"
}

# Prints the folder that holds wasm-bindgen and its test runner in the locked version; fails when there is none.
bindgen_folder() {
  local version on_path folder
  version=$(locked_version wasm-bindgen)
  on_path=$(command -v wasm-bindgen || true)
  for folder in "${on_path%/*}" "$(trunk_cache)/wasm-bindgen-$version"; do
    if [ -x "$folder/wasm-bindgen-test-runner" ] && [ "$("$folder/wasm-bindgen" --version 2>/dev/null)" = "wasm-bindgen $version" ]; then
      echo "$folder"
      return
    fi
  done
  return 1
}

locked_version() {
  sed -n "/^name = \"$1\"\$/{n;s/^version = \"\(.*\)\"\$/\1/p;}" Cargo.lock
}

trunk_cache() {
  case $(uname) in
    Darwin) echo "$HOME/Library/Caches/dev.trunkrs.trunk" ;;
    *) echo "${XDG_CACHE_HOME:-$HOME/.cache}/trunk" ;;
  esac
}

setup_npm_packages() {
  local stamp=node_modules/.installed-lock # a copy of the lock file that node_modules was installed from
  cmp -s package-lock.json $stamp && return
  step "Installing npm packages" "seconds"
  npm ci --no-audit --no-fund --no-update-notifier || fail "npm packages could not be installed." "Look at npm's message above; when it is the network, run this again."
  cp package-lock.json $stamp
}

setup_test_tools() {
  local missing=()
  command -v chromium >/dev/null || missing+=(chromium)
  command -v chromedriver >/dev/null || missing+=(chromium-driver)
  command -v shellcheck >/dev/null || missing+=(shellcheck)
  fc-list :lang=zh family 2>/dev/null | grep -q . || missing+=(fonts-noto-cjk)
  [ ${#missing[@]} -eq 0 ] || install_debian_packages "${missing[@]}"
}

setup_audit_tools() {
  case $(cargo deny --version 2>/dev/null || true) in "cargo-deny 0.20."*) return ;; esac
  step "Installing cargo-deny $cargo_deny_version" "2 minutes"
  CARGO_PROFILE_DEV_DEBUG=0 cargo install cargo-deny --locked --debug --force --version $cargo_deny_version ||
    fail "cargo-deny could not be installed." "Look at cargo's message above; when it is the network, run this again."
}

setup_fuzz_tools() {
  case $(cargo fuzz --version 2>/dev/null || true) in "cargo-fuzz 0.13."*) return ;; esac
  step "Installing cargo-fuzz $cargo_fuzz_version" "a minute"
  CARGO_PROFILE_DEV_DEBUG=0 cargo install cargo-fuzz --locked --debug --force --version $cargo_fuzz_version ||
    fail "cargo-fuzz could not be installed." "Look at cargo's message above; when it is the network, run this again."
}

# The servers that docs/hosting/ has configurations for. Where they can't be had, the tests of those are skipped and say so.
setup_hosting_tools() {
  [ -e "$1/usr/bin/caddy" ] || (unpack_debian_packages "$1" nginx libnginx-mod-http-brotli-static caddy) ||
    echo "nginx and Caddy can't be had here: the tests of docs/hosting/ will be skipped."
}

setup_bench_tools() {
  command -v hugo >/dev/null || install_debian_packages hugo
  setup_bench_host "$1"
}

# Debian's nginx is unpacked, not installed: an installation would start it as a service of this machine.
setup_bench_host() {
  command -v openssl >/dev/null || install_debian_packages openssl
  [ -e "$1/usr/sbin/nginx" ] || unpack_debian_packages "$1" nginx libnginx-mod-http-brotli-static
}

# The engines besides Chromium, which is among the test tools. Where one can't be had, the tests in it are skipped and say so, and for the safety bench it is a finding.
setup_engines() {
  (setup_firefox) || echo "Firefox can't be had here: nothing will be tested in it."
  (setup_webkit) || echo "WebKit can't be had here: nothing will be tested in it."
}

setup_firefox() {
  command -v firefox-esr >/dev/null || install_debian_packages firefox-esr
  geckodriver_program >/dev/null && return
  step "Installing geckodriver $geckodriver_version" "2 minutes"
  install_programs_into "$(offprint_cache)/geckodriver-$geckodriver_version" geckodriver --version "$geckodriver_version"
}

setup_webkit() {
  local missing=()
  { command -v WebKitWebDriver && minibrowser_program; } >/dev/null || missing+=(webkit2gtk-driver)
  command -v Xvfb >/dev/null || missing+=(xvfb)
  [ ${#missing[@]} -eq 0 ] || install_debian_packages "${missing[@]}"
}

# Prints where geckodriver is; fails when it is nowhere.
geckodriver_program() {
  command -v geckodriver || ls "$(offprint_cache)/geckodriver-$geckodriver_version/geckodriver" 2>/dev/null
}

# Prints where Debian's little browser is, which lies beside the library; fails when it is nowhere.
minibrowser_program() {
  compgen -G '/usr/lib/*/webkit2gtk-4.*/MiniBrowser' | tail -n 1 | grep .
}

offprint_cache() {
  case $(uname) in
    Darwin) echo "$HOME/Library/Caches/offprint" ;;
    *) echo "${XDG_CACHE_HOME:-$HOME/.cache}/offprint" ;;
  esac
}

unpack_debian_packages() {
  local folder=$1 aside package
  shift
  command -v apt-get >/dev/null || fail "Debian's $1 is needed, and this machine has no apt-get to fetch it." "Run this on a Debian machine."
  step "Unpacking Debian packages: $*" "seconds"
  mkdir -p "${folder%/*}"
  aside=$(mktemp -d "$folder-XXXXXX")
  if ! (cd "$aside" && apt-get -q -o APT::Sandbox::User=root download "$@"); then
    rm -rf "$aside"
    fail "Debian packages could not be downloaded." "Run apt-get update as root, then this again."
  fi
  for package in "$aside"/*.deb; do dpkg -x "$package" "$aside"; done
  rm -rf "$folder" "$aside"/*.deb
  mv "$aside" "$folder"
}

install_debian_packages() {
  local as_root=() by_hand="Install them by hand, then run this again: $*"
  command -v apt-get >/dev/null || fail "The tests need programs that this machine lacks, and it has no apt-get." "$by_hand"
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "Debian packages can only be installed by root, and there is no sudo." "$by_hand"
    as_root=(sudo)
  fi
  step "Installing Debian packages: $*" "a minute"
  # An unreachable third-party source fails the update without harm to these packages: the installation decides.
  ${as_root[@]+"${as_root[@]}"} apt-get -q update || true
  ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get -q install --yes --no-install-recommends "$@" ||
    fail "Debian packages could not be installed." "$by_hand"
}
