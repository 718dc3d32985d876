# Stands in, in a root of its own, for what only a real machine has: Debian's packages, users, systemd's start, and a
# certificate authority that lets nobody have a certificate whose name does not lead here. ROOT, NAME and WORK are given.
set -euo pipefail

mount -t tmpfs tmpfs /run
for folder in /srv /etc/nginx /etc/letsencrypt /etc/systemd/system /var/log/nginx /var/www; do
  mkdir --parents "$folder"
  mount -t tmpfs tmpfs "$folder"
done
mkdir "$WORK/upper" "$WORK/work" "$WORK/programs"
mount -t tmpfs tmpfs "$WORK/upper"
mkdir "$WORK/upper/files" "$WORK/upper/work"
mount -t overlay overlay -o "lowerdir=/usr/local/bin,upperdir=$WORK/upper/files,workdir=$WORK/upper/work" /usr/local/bin
printf '127.0.0.1 localhost %s\n' "$NAME" > "$WORK/hosts"
mount --bind "$WORK/hosts" /etc/hosts
ip link set lo up

openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=An authority of this test" \
  -keyout "$WORK/authority.key" -out "$WORK/authority.crt" 2>/dev/null
export CURL_CA_BUNDLE=$WORK/authority.crt

program() { # NAME: its text comes on standard input
  cat > "$WORK/programs/$1"
  chmod 755 "$WORK/programs/$1"
}

program apt-get <<'END'
#!/bin/sh
echo "$@" > "$WORK/packages"
END

program adduser <<'END'
#!/bin/sh
for last; do :; done
echo "$last" > "$WORK/user"
END

# The environment of the tests has what the lock names.
program make <<'END'
#!/bin/sh
[ "$*" = "--directory=/srv/parley/app .venv/serving" ] && grep --quiet '^.venv/serving:' /srv/parley/app/Makefile &&
  ln --symbolic --force --no-dereference "$ROOT/.venv" /srv/parley/app/.venv
END

program certbot <<'END'
#!/bin/bash
set -euo pipefail
while [ $# -gt 0 ]; do
  case $1 in
    --domain) domain=$2; shift ;;
    --webroot-path) webroot=$2; shift ;;
    --deploy-hook) hook=$2; shift ;;
  esac
  shift
done
mkdir --parents "$webroot/.well-known/acme-challenge" "/etc/letsencrypt/live/$domain"
echo "what only this machine knows" > "$webroot/.well-known/acme-challenge/token"
curl --silent --fail "http://$domain/.well-known/acme-challenge/token" | cmp - "$webroot/.well-known/acme-challenge/token"
cd "/etc/letsencrypt/live/$domain"
openssl req -new -newkey rsa:2048 -nodes -subj "/CN=$domain" -keyout privkey.pem -out "$WORK/request" 2>/dev/null
openssl x509 -req -in "$WORK/request" -CA "$WORK/authority.crt" -CAkey "$WORK/authority.key" -days 2 \
  -extfile <(echo "subjectAltName=DNS:$domain") -out fullchain.pem 2>/dev/null
bash -c "$hook"
END

# A unit's lines are run as they stand, its hardening apart.
program systemctl <<'END'
#!/bin/bash
set -euo pipefail
unit=/etc/systemd/system/parley.service
line() { sed --quiet "s/^$1=//p" "$unit"; }
start() {
  cd "$(line WorkingDirectory)"
  env --ignore-environment PATH=/usr/bin:/bin $(grep --invert-match '^#' "$(line EnvironmentFile)") $(line ExecStart) \
    >> "$WORK/journal" 2>&1 &
  echo $! > /run/parley.pid
}
stop() {
  kill "$(cat /run/parley.pid)"
  while kill -0 "$(cat /run/parley.pid)" 2>/dev/null; do sleep 0.1; done
}
case $* in
  daemon-reload | "enable nginx") ;;
  "enable --now parley") start ;;
  "restart parley") stop; start ;;
  "restart nginx") nginx ;;
  "reload nginx") nginx -s reload; sleep 1 ;;
  *) echo "systemctl $*: no such step" >&2; exit 1 ;;
esac
END
export PATH=$WORK/programs:$PATH
