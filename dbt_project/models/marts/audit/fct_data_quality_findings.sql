with about_catalogue as (
    select * from {{ ref('int_findings_about_catalogue') }}
),

about_values as (
    select * from {{ ref('int_findings_about_values') }}
),

about_files as (
    select * from {{ ref('int_findings_about_files') }}
),

measures as (
    select
        measure_id,
        scorecard_id
    from {{ ref('stg_reference__measures') }}
),

finding_types as (
    select * from {{ ref('int_finding_types_in_force') }}
),

findings as (
    select
        finding_type,
        scorecard_id,
        measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        cast(null as {{ dbt.type_string() }}) as period_id,
        explanation
    from about_catalogue
    union all
    select
        about_values.finding_type,
        measures.scorecard_id,
        about_values.measure_id,
        about_values.organisation_unit_id,
        about_values.period_id,
        about_values.explanation
    from about_values
    inner join measures
        on about_values.measure_id = measures.measure_id
    union all
    select
        finding_type,
        cast(null as {{ dbt.type_string() }}) as scorecard_id,
        cast(null as {{ dbt.type_string() }}) as measure_id,
        cast(null as {{ dbt.type_string() }}) as organisation_unit_id,
        cast(null as {{ dbt.type_string() }}) as period_id,
        explanation
    from about_files
),

final as (
    select
        findings.finding_type,
        finding_types.name as finding_name,
        findings.scorecard_id,
        findings.measure_id,
        findings.organisation_unit_id,
        findings.period_id,
        finding_types.severity,
        findings.explanation || ' '
        || {{ rule_tail('findings.finding_type', 'finding_types.version') }}
            as explanation,
        finding_types.remedy
    from findings
    inner join finding_types
        on findings.finding_type = finding_types.finding_type
)

select * from final
