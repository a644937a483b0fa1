with worded as (
    select * from {{ ref('int_objective_words') }}
),

final as (
    select
        objective_id,
        period_id,
        status_word || case
            when member_count = 0 then 'no measure belongs to it.'
            when attainment is not null
                then
                    {{ format_fraction('attainment') }} || ' ' || phrase || ' in '
                    || period || ', the mean of ' || counted
                    || case when is_weighted then ' by their weights' else '' end
                    || case
                        when is_capped then ', each taken as 0% to 100%'
                        else ''
                    end || '; ' || rule_in_words || '.'
            when is_judged_by_attainment
                then
                    counted || ' with an attainment in ' || period || ': ' || reason
                    || '.'
            when rag_status = 'none'
                then
                    case
                        when member_count = 1 then 'its only measure has no status in '
                        else 'none of ' || members || ' has a status in '
                    end || period || ': ' || reason || '.'
            when member_count = 1
                then 'its only measure decides in ' || period || '.'
            else 'the worst of ' || members || ' in ' || period || ' decides.'
        end
        || case when rag_count = 0 then '' else ' ' || counts || '.' end
        || case
            when not is_at_risk then ''
            when lasting_reds is null
                then ' At risk, because it is ' || rag_status || '.'
            else
                ' At risk, red at ' || cast(at_risk_red_checks as varchar)
                || ' checks or more in a row: ' || lasting_reds || '.'
        end
        || case
            when is_complete or member_count = 0 then ''
            else
                ' Not all of ' || period
                || ' has come due; the latest complete figures count.'
        end
        || ' ' || {{ rule_tail('roll_up_rule_id', 'roll_up_version') }} as explanation
    from worded
)

select * from final
