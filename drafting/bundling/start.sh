#!/bin/sh
# 启动年报程序；第一次启动时先在本文件夹里建立运行环境，不需要网络。
from=$PWD
cd "$(dirname "$0")" || exit 1

stop() {
  echo "$1" >&2
  if [ -t 0 ]; then printf '按回车键关闭。' >&2; read -r _; fi
  exit 1
}

[ "$(uname -m)" = "@{machine}" ] || stop "这份安装包供 @{machine} 处理器使用，本机是 $(uname -m)，请换用对应的安装包。"

if [ "$(cat env/content 2>/dev/null)" != "@{content}" ]; then
  python=
  for name in python@{python} python3 python; do
    if "$name" -c 'import sys, venv; sys.exit(sys.version_info[:2] != (@{comma}) or sys.maxsize < 2**32)' 2>/dev/null; then
      python=$name
      break
    fi
  done
  [ -n "$python" ] || stop "本机没有 Python @{python}，请先安装（在 Debian、统信 UOS 上是 python@{python} 和 python@{python}-venv），再启动一次。"
  echo "第一次启动，正在建立运行环境，大约需要一分钟，请稍候。"
  rm -rf env
  "$python" -m venv --without-pip env 2>安装记录.txt ||
    stop "无法在“$PWD”里建立运行环境，请核对文件夹的权限和磁盘空间（需要 1 GB），详情见“安装记录.txt”。"
  env/bin/python wheels/@{pip}/pip install --no-compile --no-index --find-links=wheels --disable-pip-version-check "nianbao[@{extras}]==@{version}" >>安装记录.txt 2>&1 ||
    stop "安装没有完成，详情见“安装记录.txt”；请核对安装包是否完整、磁盘空间是否足够，再启动一次。"
  echo "@{content}" >env/content
fi

export PYTHONUTF8=1
if [ $# -gt 0 ]; then
  here=$PWD
  cd "$from" || exit 1
  exec "$here/env/bin/python" -P -m drafting "$@"
fi
echo "正在启动，浏览器会自动打开；没有打开时请在浏览器中输入 http://127.0.0.1:8501 。用完后按 Ctrl+C 停止。"
exec env/bin/python -P -m drafting serve
