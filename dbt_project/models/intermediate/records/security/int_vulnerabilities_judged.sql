{%- set faults = [
    ('vulnerability_severity_unknown', 'severity_name is null', 'severity', 'null'),
    ('vulnerability_status_unknown', 'status_name is null', 'status', 'null'),
    ('vulnerability_first_seen_unreadable', 'first_seen_at is null',
        'first_seen_text', 'null'),
    ('vulnerability_remediated_unreadable',
        "remediated_at is null and (is_remediated or remediated_text != '')",
        'remediated_text', 'null'),
    ('vulnerability_remediated_before_seen', 'remediated_at < first_seen_at',
        'remediated_text', 'first_seen_text'),
    ('vulnerability_approval_unreadable',
        "approved_at is null and approved_text != ''", 'approved_text', 'null'),
] -%}
{%- set excluded = 'is_test or is_duplicate or is_deleted' -%}

with findings as (
    select * from {{ ref('stg_vulnerability_scanner__findings') }}
),

codes as (
    select * from {{ ref('stg_reference__source_codes') }}
    where source = 'vulnerability_scanner' and table_name = 'findings'
),

decoded as (
    select
        findings.*,
        severities.code_name as severity_name,
        {{ means('severities.meanings', 'critical') }} as is_critical,
        {{ means('severities.meanings', 'high') }} as is_high,
        statuses.code_name as status_name,
        {{ means('statuses.meanings', 'remediated') }} as is_remediated,
        {{ means('statuses.meanings', 'false_positive') }} as is_false_positive,
        {{ means('statuses.meanings', 'risk_accepted') }} as is_risk_accepted
    from findings
    left join codes as severities
        on
            findings.severity = severities.code
            and severities.column_name = 'severity'
    left join codes as statuses
        on findings.status = statuses.code and statuses.column_name = 'status'
),

final as (
    select
        finding_id as record_id,
        {{ verdict(faults, excluded) }},
        is_critical,
        is_high,
        is_remediated,
        is_false_positive,
        -- An acceptance is none before somebody approved it, however late that was.
        is_risk_accepted
        and coalesce({{ local_date('approved_at') }} <= {{ as_of() }}, false)
            as is_accepted_with_approval,
        first_seen_at,
        remediated_at,
        load_id
    from decoded
)

select * from final
