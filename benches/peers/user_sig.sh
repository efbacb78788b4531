#!/bin/sh
# Issuing a UserSig, compared with the vendor's libraries for Node and Python: `sh benches/peers/user_sig.sh [TIMES]`.
#
# It installs the packages `tls-sig-api-v2` of npm and of PyPI into a temporary folder, which it removes. Each library
# signs for the same user and app TIMES times (20,000), in each of five rounds; so does ours. The table has the CPU time of
# one signature in the fastest round, because other load on the machine
# disturbs that least, and its ratio to ours. The vendor's libraries take the time from the clock; ours gets it as an argument.
#
# Needs node, npm, python3 with venv, and cargo.
set -eu

times=${1:-20000}
repo=$(cd "$(dirname "$0")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

export APP=1400000000 USER_ID=user15 VALID_FOR=86400 TIMES="$times"
export KEY=5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e

npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" tls-sig-api-v2@1.0.2 >&2
python3 -m venv "$folder/python"
"$folder/python/bin/pip" install --quiet --disable-pip-version-check tls-sig-api-v2==1.1 >&2

cat >"$folder/peer.js" <<'NODE'
const { Api } = require("tls-sig-api-v2");
const { APP, KEY, USER_ID, VALID_FOR, TIMES } = process.env;
const api = new Api(Number(APP), KEY);
const round = () => {
  const began = process.cpuUsage();
  for (let i = 0; i < Number(TIMES); i++) api.genUserSig(USER_ID, Number(VALID_FOR));
  const { user, system } = process.cpuUsage(began);
  return (user + system) / Number(TIMES);
};
console.log(Math.min(...Array.from({ length: 5 }, round)).toFixed(2));
NODE

cat >"$folder/peer.py" <<'PYTHON'
import os, time
from TLSSigAPIv2 import TLSSigAPIv2

times = int(os.environ["TIMES"])
api = TLSSigAPIv2(int(os.environ["APP"]), os.environ["KEY"])
user, valid_for = os.environ["USER_ID"], int(os.environ["VALID_FOR"])

def round_():
    began = time.process_time()
    for _ in range(times):
        api.gen_sig(user, valid_for)
    return (time.process_time() - began) / times * 1e6

print(f"{min(round_() for _ in range(5)):.2f}")
PYTHON

ours() {
    (cd "$repo" && cargo bench --quiet -p api-benches --bench user_sig -- --peer "$1" --times "$times")
}

compressed=$(ours compressed)
stored=$(ours stored)
node=$(cd "$folder" && node peer.js)
python=$("$folder/python/bin/python" "$folder/peer.py")

echo "| library | CPU of one, in us | to ours compressed | to ours stored |"
echo "|---|---|---|---|"
row() {
    awk -v name="$1" -v own="$2" -v compressed="$compressed" -v stored="$stored" \
        'BEGIN { printf "| %s | %.2f | %.1f | %.1f |\n", name, own, own / compressed, own / stored }'
}
row "Node $(node --version), \`tls-sig-api-v2\` 1.0.2" "$node"
row "Python $(python3 -c 'import platform; print(platform.python_version())'), \`tls-sig-api-v2\` 1.1" "$python"
row "ours, compressed" "$compressed"
row "ours, stored" "$stored"
