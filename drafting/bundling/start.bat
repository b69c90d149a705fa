@echo off
chcp 936 >nul
rem 启动年报程序；第一次启动时先在本文件夹里建立运行环境，不需要网络。
setlocal
set "FROM=%CD%"
cd /d "%~dp0"

set "CONTENT="
if exist env\content set /p CONTENT=<env\content
if "%CONTENT%"=="@{content}" goto ready

if not "%PROCESSOR_ARCHITECTURE%"=="AMD64" goto machine
set "PYTHON="
py -@{python} -c "import sys, venv; sys.exit(sys.maxsize < 2**32)" >nul 2>nul
if not errorlevel 1 set "PYTHON=py -@{python}"
if defined PYTHON goto install
python -c "import sys, venv; sys.exit(sys.version_info[:2] != (@{comma}) or sys.maxsize < 2**32)" >nul 2>nul
if not errorlevel 1 set "PYTHON=python"
if defined PYTHON goto install
echo 本机没有 Python @{python}（64 位），请先安装，再启动一次；安装办法见“安装说明.txt”。
goto failed

:install
echo 第一次启动，正在建立运行环境，大约需要几分钟，请稍候。
if exist env rmdir /s /q env
%PYTHON% -m venv --without-pip env 2>安装记录.txt
if errorlevel 1 goto noenv
env\Scripts\python.exe wheels\@{pip}\pip install --no-compile --no-index --find-links=wheels --disable-pip-version-check "nianbao[@{extras}]==@{version}" >>安装记录.txt 2>&1
if errorlevel 1 goto incomplete
>env\content echo @{content}

:ready
set "PYTHONUTF8=1"
if not "%~1"=="" goto command
title 年报程序
echo 正在启动，浏览器会自动打开；没有打开时请在浏览器中输入 http://127.0.0.1:8501 。用完后关闭本窗口。
env\Scripts\python.exe -P -m drafting serve
echo 程序已停止。
goto failed

:command
cd /d "%FROM%"
"%~dp0env\Scripts\python.exe" -P -m drafting %*
exit /b %errorlevel%

:machine
echo 这份安装包供 64 位 Windows（x64）使用，本机是 %PROCESSOR_ARCHITECTURE%，不能安装。
goto failed

:noenv
echo 无法在“%CD%”里建立运行环境，请核对文件夹的权限和磁盘空间（需要 1 GB），详情见“安装记录.txt”。
goto failed

:incomplete
echo 安装没有完成，详情见“安装记录.txt”；请核对安装包是否完整、磁盘空间是否足够，再启动一次。
goto failed

:failed
pause
exit /b 1
