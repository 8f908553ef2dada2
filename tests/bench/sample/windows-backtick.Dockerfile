# escape=`
FROM mcr.microsoft.com/windows/servercore:ltsc2025
SHELL ["powershell", "-Command", "$ErrorActionPreference = 'Stop';"]
WORKDIR C:\site
COPY page.html .\
RUN New-Item -ItemType Directory C:\logs; `
    Set-Content -Path C:\logs\first.log -Value started
USER ContainerUser
CMD ["powershell", "-Command", "Get-Content C:\\site\\page.html"]
