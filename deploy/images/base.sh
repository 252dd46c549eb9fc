#!/usr/bin/env bash
# Makes a base image without a registry: libc, time zones and fonts out of Debian's packages, a Java runtime out of the JDK that is
# here, and busybox. As root; needs podman, mmdebstrap and a JDK 25 in JAVA_HOME. See README.md.
#   deploy/images/base.sh [NAME]
set -euo pipefail
name=${1:-localhost/belfry-jre:25}
java=${JAVA_HOME:?set JAVA_HOME to a JDK 25}
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

# Unpacked only: nothing of it has to run to be there.
mmdebstrap --variant=extract --mode=root \
  --include=libc6,zlib1g,libgcc-s1,libstdc++6,libfontconfig1,fonts-dejavu-core,tzdata,busybox-static \
  bookworm "$made/files" http://deb.debian.org/debian
rm -rf "$made"/files/usr/share/{doc,man,locale,info} "$made"/files/var/cache "$made"/files/var/lib/apt

mkdir -p "$made/files/opt"
"$java/bin/jlink" --strip-debug --no-header-files --no-man-pages --compress zip-6 --output "$made/files/opt/java" --add-modules \
  java.se,jdk.unsupported,jdk.crypto.ec,jdk.zipfs,jdk.management,jdk.naming.dns,jdk.localedata,jdk.jcmd,jdk.net,jdk.security.auth,jdk.jfr

# What the recipe of the images needs of a shell.
for command in sh mkdir mv chmod rm; do ln -sf busybox "$made/files/bin/$command"; done
printf 'root:x:0:0::/:/bin/sh\nbelfry:x:10001:10001::/tmp:/bin/sh\n' >"$made/files/etc/passwd"
printf 'root:x:0:\nbelfry:x:10001:\n' >"$made/files/etc/group"
chmod 1777 "$made/files/tmp"

tar -C "$made/files" -cf "$made/base.tar" .
podman import --change 'ENV PATH=/opt/java/bin:/bin:/usr/bin' --change 'ENV JAVA_HOME=/opt/java' "$made/base.tar" "$name"
