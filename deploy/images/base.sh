#!/usr/bin/env bash
# Makes a base image without a registry: libc, time zones and fonts out of Debian's packages, a Java runtime out of the JDK that is
# here, and busybox. As root; needs podman, mmdebstrap and a JDK 25 in JAVA_HOME. See README.md.
#   deploy/images/base.sh [NAME]
set -euo pipefail
name=${1:-localhost/belfry-jre:25}
java=${JAVA_HOME:?set JAVA_HOME to a JDK 25}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Unpacked only: nothing of it has to run to be there.
mmdebstrap --variant=extract --mode=root \
  --include=libc6,zlib1g,libgcc-s1,libstdc++6,libfontconfig1,fonts-dejavu-core,tzdata,busybox-static \
  bookworm "$work/root" http://deb.debian.org/debian
rm -rf "$work"/root/usr/share/{doc,man,locale,info} "$work"/root/var/cache "$work"/root/var/lib/apt

mkdir -p "$work/root/opt"
"$java/bin/jlink" --strip-debug --no-header-files --no-man-pages --compress zip-6 --output "$work/root/opt/java" --add-modules \
  java.se,jdk.unsupported,jdk.crypto.ec,jdk.zipfs,jdk.management,jdk.naming.dns,jdk.localedata,jdk.jcmd,jdk.net,jdk.security.auth,jdk.jfr

# What the recipe of the images needs of a shell.
for command in sh mkdir mv chmod rm; do ln -sf busybox "$work/root/bin/$command"; done
printf 'root:x:0:0::/:/bin/sh\nbelfry:x:10001:10001::/tmp:/bin/sh\n' >"$work/root/etc/passwd"
printf 'root:x:0:\nbelfry:x:10001:\n' >"$work/root/etc/group"
chmod 1777 "$work/root/tmp"

tar -C "$work/root" -cf "$work/base.tar" .
podman import --change 'ENV PATH=/opt/java/bin:/bin:/usr/bin' --change 'ENV JAVA_HOME=/opt/java' "$work/base.tar" "$name"
