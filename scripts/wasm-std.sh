# shellcheck shell=bash
# The standard library for WebAssembly: by rustup, else built from Debian's copy of its source. Sourced by ./dev.

setup_wasm_std() {
  wasm_std_works && return
  step "Adding the WebAssembly standard library" "seconds"
  if command -v rustup >/dev/null && within_minutes 3 rustup target add wasm32-unknown-unknown && wasm_std_works; then
    return
  fi
  echo "rustup could not add it; building it from Debian's package of its source instead."
  build_wasm_std
  wasm_std_works || fail "The WebAssembly standard library was built, but rustc can't use it." "Please report this with the output above."
}

# Whether a program that uses the library compiles.
wasm_std_works() {
  local folder status=0
  folder=$(mktemp -d)
  echo 'pub fn greet() { println!("hello"); }' |
    rustc --target wasm32-unknown-unknown --crate-type lib --crate-name probe --emit metadata --out-dir "$folder" - 2>/dev/null || status=1
  rm -rf "$folder"
  return $status
}

within_minutes() {
  local minutes=$1
  shift
  if command -v timeout >/dev/null; then timeout "${minutes}m" "$@"; else "$@"; fi
}

# Builds the library into a scratch folder and moves it into the toolchain when it is whole. The folder there is replaced, not
# added to: two builds of one library side by side break every compilation (E0464).
build_wasm_std() {
  local version library libdir scratch advice="Where rustup reaches its server, this does it: rustup target add wasm32-unknown-unknown"
  version=$(rustc --version | cut -d ' ' -f 2)
  libdir=$(rustc --print target-libdir --target wasm32-unknown-unknown)
  command -v apt-get >/dev/null || fail "The WebAssembly standard library is missing, and this machine has no apt-get to fetch its source." "$advice"
  mkdir -p "${libdir%/*}" 2>/dev/null || fail "The toolchain's folder ${libdir%/*} can't be written." "$advice"

  scratch=$(mktemp -d)
  # shellcheck disable=SC2064 # this very folder
  trap "rm -rf '$scratch'" EXIT
  step "Fetching the source of Rust $version's standard library" "a minute"
  fetch_debian_package rust-src "$version" "$scratch" || fail "No Debian suite has rust-src $version." "$advice"
  dpkg -x "$scratch/rust-src.deb" "$scratch/source"
  library=$(echo "$scratch"/source/usr/src/*/library)
  [ -d "$library/sysroot" ] || fail "Debian's package rust-src doesn't hold the library where it used to." "$advice"

  step "Building the WebAssembly standard library" "half a minute"
  (
    cd "$library"
    RUSTC_BOOTSTRAP=1 RUSTFLAGS="-Cembed-bitcode=yes -Zforce-unstable-if-unmarked" CARGO_TARGET_DIR=$scratch/build \
      cargo build --release --target wasm32-unknown-unknown -p sysroot --no-default-features --features "panic-unwind compiler-builtins-mem"
  ) || fail "The WebAssembly standard library could not be built." "$advice"

  rm -rf "$libdir.new"
  mkdir "$libdir.new"
  cp "$scratch"/build/wasm32-unknown-unknown/release/deps/*.rlib "$libdir.new"
  rm -rf "$libdir"
  mv "$libdir.new" "$libdir"
  rm -rf "$scratch"
  trap - EXIT
}

# Downloads a package in the given upstream version as FOLDER/NAME.deb, from whichever suite of the machine's own mirror has it.
# A foreign suite never touches the machine's apt: sources, lists and cache are FOLDER's, and nothing is installed.
fetch_debian_package() {
  local name=$1 version=$2 folder=$3 keyring=/usr/share/keyrings/debian-archive-keyring.gpg own_suite mirror suite found
  [ -e $keyring ] || keyring=
  # shellcheck source=/dev/null
  own_suite=$(. /etc/os-release && echo "${VERSION_CODENAME:-stable}")
  mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial"
  cat >"$folder/apt.conf" <<TEXT
Dir::Etc::SourceList "$folder/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::State::Lists "$folder/lists";
Dir::Cache "$folder/cache";
Acquire::Languages "none";
APT::Sandbox::User "root";
TEXT
  # shellcheck disable=SC2016 # apt's own placeholders
  for mirror in $(apt-get indextargets --format '$(RELEASE) $(SITE)' | sed -n "s/^$own_suite //p" | sort -u); do
    for suite in "$own_suite" "$own_suite-backports" trixie-backports trixie forky sid; do
      echo "looking in $suite"
      echo "deb${keyring:+ [signed-by=$keyring]} $mirror $suite main" >"$folder/sources.list"
      apt-get -qq -c "$folder/apt.conf" update 2>/dev/null || continue
      found=$(apt-cache -c "$folder/apt.conf" madison "$name" | tr -d ' ' | cut -d '|' -f 2 | grep -m 1 "^${version}[+-]") || continue
      (cd "$folder" && apt-get -q -c apt.conf download "$name=$found" && mv "$name"_*.deb "$name.deb") && return
    done
  done
  return 1
}
