# shellcheck shell=bash
# What the programs and their tests are made of: licences, sources and versions always; known holes where the data on them can be had. Sourced by
# ./dev.
#
# Many machines reach their package registries and nothing else. There the checks for holes say what wasn't checked, and why, and go on.

audit() {
  step "Licences, sources and versions of crates" "seconds"
  cargo deny --locked check licenses bans sources
  step "Known holes in crates and npm packages" "seconds"
  audit_crates
  audit_npm_packages
}

# The data is a git repository, which cargo-deny clones or updates.
audit_crates() {
  local why
  if why=$(GIT_TERMINAL_PROMPT=0 cargo deny fetch db 2>&1); then
    cargo deny --locked --offline check advisories
  else
    not_checked "crates" "$why"
  fi
}

# The registry has the data; a mirror may not. Only a report has a version.
audit_npm_packages() {
  local report
  if report=$(npm audit --json 2>/dev/null); then
    echo "npm packages: no known holes"
  elif grep -q '"auditReportVersion"' <<<"$report"; then
    npm audit || true
    fail "npm packages have known holes." "Update them, or say in package.json why another version is needed."
  else
    not_checked "npm packages" "$(sed -n 's/^ *"\(message\|summary\)": "\(..*\)",\{0,1\}$/\2/p' <<<"$report" | head -n 1)"
  fi
}

not_checked() {
  printf 'advisories not checked: those of %s. The data could not be had:\n%s\n' "$1" "$2"
}
