#!/bin/sh
# 离线安装：不联网，只用本文件夹里的东西。
#
#   sh install.sh [安装到的文件夹，默认 /opt/policyqa]
#
# PYTHON 可指定解释器；POLICYQA_HOME 可指定知识库文件夹，默认为安装文件夹下的 var。再装一次就是升级：知识库和文件都保留。
set -eu
here=$(cd -- "$(dirname -- "$0")" && pwd)
target=${1:-/opt/policyqa}

stop() {
    echo "错误：$1" >&2
    exit 1
}

wanted_machine=$(cat "$here/MACHINE")
wanted_python=$(cat "$here/PYTHON_VERSION")
[ "$(uname -m)" = "$wanted_machine" ] || stop "安装包是给 $wanted_machine 的，本机是 $(uname -m)，请换对应的安装包"
python=${PYTHON:-python$wanted_python}
command -v "$python" >/dev/null 2>&1 ||
    stop "找不到 $python。安装包里的组件是给 Python $wanted_python 的；请先安装它，或用 PYTHON=路径 指定"
found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
[ "$found" = "$wanted_python" ] || stop "$python 是 Python $found，安装包需要 $wanted_python，请用 PYTHON=路径 指定"
"$python" -c 'import ensurepip' 2>/dev/null || stop "$python 缺少 ensurepip，Debian/Ubuntu 请安装 python$wanted_python-venv"

echo "核对文件……"
(cd "$here" && sha256sum --check --quiet SHA256SUMS) || stop "安装包不完整，请重新拷贝"

mkdir -p "$target"
target=$(cd -- "$target" && pwd)
echo "安装到 $target ……"
"$python" -m venv "$target/.venv"
"$target/.venv/bin/python" -m pip --isolated --disable-pip-version-check install --quiet --no-index \
    --find-links "$here/wheels" --no-deps --require-hashes -r "$here/requirements.txt"
mkdir -p "$target/docs_corpus"
# 已有的政策文件不覆盖：可能已经换成了自己的。
for file in "$here"/docs_corpus/*; do
    [ -e "$target/docs_corpus/$(basename "$file")" ] || cp "$file" "$target/docs_corpus/"
done
rm -rf "$target/docs" && cp -R "$here/docs" "$target/docs"
cp "$here/sbom.json" "$here/LICENSE" "$here/README.md" "$target/"
cp -R "$here/deploy" "$target/"

POLICYQA_HOME=${POLICYQA_HOME:-$target/var}
export POLICYQA_HOME
cd "$target"
echo "建立知识库……"
.venv/bin/policyqa index build --corpus docs_corpus --if-stale
echo "自检……"
.venv/bin/policyqa doctor || echo "自检有异常，请按上面给出的处理办法办理后再启动" >&2
cat <<END

装好了。启动：
    cd $target && POLICYQA_HOME=$POLICYQA_HOME .venv/bin/policyqa serve --sample 日照对创投机构奖励多少
然后用浏览器打开 http://127.0.0.1:8000/ 。说明文档：$target/docs/index.html；开机自启与反向代理：$target/deploy/。
END
