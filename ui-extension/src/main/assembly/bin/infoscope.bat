@echo off
rem Runs the infoscope command. JAVA_HOME chooses the Java, INFOSCOPE_JAVA_OPTS adds options for it (for example -Xmx8g).
setlocal
set "JAVA_COMMAND=java"
if defined JAVA_HOME set "JAVA_COMMAND=%JAVA_HOME%\bin\java"
if not defined OMP_NUM_THREADS set "OMP_NUM_THREADS=1"
rem Looking at a run, or writing it out, is over before the second compiler has paid for itself: it only takes processors away.
set "COMPILER="
if "%~1"=="ui" set "COMPILER=-XX:TieredStopAtLevel=1"
if "%~1"=="runs" set "COMPILER=-XX:TieredStopAtLevel=1"
if "%~1"=="export" set "COMPILER=-XX:TieredStopAtLevel=1"
"%JAVA_COMMAND%" -XX:+IgnoreUnrecognizedVMOptions --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow %COMPILER% %INFOSCOPE_JAVA_OPTS% -cp "%~dp0..\lib\*" org.infoscope.command.Main %*
exit /b %ERRORLEVEL%
