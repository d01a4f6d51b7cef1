#!/usr/bin/env bash
# Makes the archive for machines without a network: wheels with their hashes, the model (inside our wheel), documents,
# installer. It is for the kind of machine and the Python that it is made with.
#
#   PYTHON=.venv/bin/python TORCH=torch==2.13.0 deploy/bundle.sh dist      (make bundle)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
out=$1
: "${PYTHON:?the Python of the project}" "${TORCH:?torch with its version}"

version=$("$PYTHON" -c 'import tomllib; print(tomllib.load(open("pyproject.toml", "rb"))["project"]["version"])')
python_tag=$("$PYTHON" -c 'import sys; print(f"{sys.version_info[0]}.{sys.version_info[1]}")')
machine=$(uname -m)
name=policyqa-$version-linux-$machine-python$python_tag
mkdir -p "$out" build
work=$(mktemp -d build/bundle.XXXXXX)
trap 'rm -rf "$work"' EXIT
bundle=$work/$name
mkdir -p "$bundle/wheels"

# Hashes are checked here; a package that comes without a wheel is built. Then torch: only a CPU build will do, the
# other wants gigabytes of CUDA libraries.
"$PYTHON" -m pip wheel --quiet --no-deps --require-hashes -r requirements.lock -w "$bundle/wheels"
"$PYTHON" -m pip wheel --quiet --no-deps "$TORCH" -w "$bundle/wheels"
if [[ $machine == x86_64 && ! -e $(echo "$bundle"/wheels/torch-*+cpu-*.whl) ]]; then
    echo "取到的 torch 不是 CPU 版。请把 CPU 版的安装包放进一个文件夹，用环境变量 PIP_FIND_LINKS 指给 pip 后重做（见 README.md）" >&2
    exit 1
fi
"$PYTHON" -m pip wheel --quiet --no-deps --no-build-isolation . -w "$bundle/wheels"

for wheel in "$bundle"/wheels/*.whl; do
    file=$(basename "$wheel")
    IFS=- read -r package release _ <<<"$file"
    sum=$(sha256sum "$wheel")
    printf '%s==%s --hash=sha256:%s\n' "$package" "$release" "${sum%% *}"
done >"$bundle/requirements.txt"

cp deploy/install.sh LICENSE README.md requirements.lock "$bundle/"
cp -R docs_corpus "$bundle/docs_corpus"
cp -R build/site "$bundle/docs"
cp build/sbom.json "$bundle/sbom.json"
mkdir "$bundle/deploy"
cp deploy/policyqa.service deploy/nginx.conf deploy/nginx-replicas.conf "$bundle/deploy/"
printf '%s\n' "$machine" >"$bundle/MACHINE"
printf '%s\n' "$python_tag" >"$bundle/PYTHON_VERSION"
(cd "$bundle" && find . -type f -print0 | sort -z | xargs -0 sha256sum) >"$work/SHA256SUMS"
mv "$work/SHA256SUMS" "$bundle/SHA256SUMS"

archive=$out/$name.tar.gz
tar --create --gzip --file "$archive.new" --directory "$work" --sort=name --owner=0 --group=0 "$name"
mv "$archive.new" "$archive"
(cd "$out" && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")
echo "$archive"
