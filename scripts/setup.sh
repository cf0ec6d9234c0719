# Shared by ./demo, ./test and ./dev: what the build needs, installed once. Sourced, not run.

say() { printf '== %s\n' "$*" >&2; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    say "these Debian packages are missing and this user cannot install them: $*"
    exit 3
  fi
}

# Installs the Debian packages that are not there yet.
need_packages() {
  local missing=()
  local package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  say "installing ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Node and npm: what is there already serves; else Debian's.
need_node() {
  command -v node >/dev/null && command -v npm >/dev/null && return 0
  need_packages nodejs npm
}

# Everything that configuring and building takes. Quick when nothing is missing.
setup_build() {
  need_packages g++ cmake ninja-build ccache mold ca-certificates python3 python3-pip \
    libcli11-dev nlohmann-json3-dev libyaml-cpp-dev libboost-dev libeigen3-dev \
    libgtest-dev libgmock-dev libbenchmark-dev libsqlite3-dev libssl-dev zlib1g-dev libpng-dev libjpeg62-turbo-dev \
    libinsighttoolkit5-dev libdcmtk-dev libgdcm-dev libcharls-dev libopenjp2-7-dev libhdf5-dev libpugixml-dev libzip-dev
  mkdir -p build/deps
  if ! cmp -s requirements.txt build/deps/python.installed; then
    say "installing Apache Arrow (the pinned pyarrow wheel carries its C++ headers and libraries)"
    rm -rf build/deps/python
    python3 -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: \
      --root-user-action=ignore --target build/deps/python -r requirements.txt
    cp requirements.txt build/deps/python.installed
  fi
  if ! cmp -s package-lock.json build/deps/npm.installed; then
    need_node
    say "installing the chart libraries (Vega, Vega-Lite) and the browser driver"
    cp package.json package-lock.json build/deps/
    (cd build/deps && npm ci --silent --no-audit --no-fund --ignore-scripts)
    cp package-lock.json build/deps/npm.installed
  fi
}

# What the browser tests take beside.
setup_browser() {
  need_node
  command -v chromium >/dev/null || need_packages chromium
}

# Archives to be asked in the tests: DCMTK's, and Orthanc. Orthanc's package would start a service, so it is
# unpacked below build/deps and not installed; where that does not work, its tests are skipped.
setup_archives() {
  need_packages dcmtk
  command -v Orthanc >/dev/null || [ -x build/deps/orthanc/usr/sbin/Orthanc ] && return 0
  need_packages libcivetweb1 libboost-filesystem1.74.0 libboost-iostreams1.74.0 libboost-locale1.74.0 \
    libboost-regex1.74.0 libboost-thread1.74.0 libcurl4 libjsoncpp25 liblua5.3-0
  mkdir -p build/deps/orthanc
  (cd build/deps/orthanc && apt-get download -qq orthanc && dpkg -x orthanc_*.deb . && rm orthanc_*.deb) ||
    say "Orthanc could not be fetched: the tests with it are skipped"
}

# build_preset PRESET [TARGET ...]
build_preset() {
  local preset="$1"
  shift
  [ "$preset" = fuzz ] && need_packages clang-14 libclang-rt-14-dev
  say "building ${*:-everything} (preset $preset)"
  cmake --preset "$preset" >"build/cmake-$preset.log" 2>&1 || {
    cat "build/cmake-$preset.log" >&2
    return 1
  }
  cmake --build "build/$preset" --target "${@:-all}" >&2
}

our_sources() { git ls-files '*.h' '*.cpp'; }
